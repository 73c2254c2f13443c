import type { Durability, Step, StepResult } from "../engine.js";
import type { Disk } from "./disk.js";
import type { Executor } from "./executor.js";
import type { ExecutorThread } from "./executor-thread.js";

/** Runs brief writes in the server's own loop. */
export interface LoopWriter {
  /** `untilMs`: for so long it may wait for another process, in milliseconds since 1970. Default: as long as the thread waits, from now. */
  write(steps: readonly Step[], durability: Durability, untilMs?: number): Promise<readonly StepResult[] | undefined>;
  /** After everything that was asked for, and a checkpoint that is under way. */
  close(): Promise<void>;
}

export interface LoopWriterOptions {
  /** Under the log. */
  readonly disk: Disk;
  /** Commits without ever waiting for the disk: its connection does not checkpoint. */
  readonly executor: Pick<Executor, "tryWriteAll">;
  /** Takes what cannot be done at once. */
  readonly thread: () => Pick<ExecutorThread, "write" | "checkpoint">;
  /** After so many steps the log is moved into the file. Default 4,000: some megabytes. */
  readonly stepsToCheckpoint?: number;
  /** One commit takes so many steps at most, or one write: the loop has other things to do. Default 512: some milliseconds, and little more for each than in one commit. */
  readonly maxSteps?: number;
  /** How long a write waits for another process. */
  readonly busyMs: number;
}

interface Asked {
  readonly steps: readonly Step[];
  readonly durability: Durability;
  readonly untilMs: number | undefined;
  readonly resolve: (answer: Results) => void;
  readonly reject: (error: unknown) => void;
}

type Results = readonly StepResult[] | undefined;

/**
 * A brief write takes SQLite some ten microseconds, the way to a thread and back several times as long. So it is committed here, together with all
 * others of the same moment, and what this loop must not wait for is left to others: the disk, which is waited for in the background (a commit is
 * durable once its part of the log is), moving the log into the file, and other processes that have the file: the thread can wait for them.
 */
export function createLoopWriter(options: LoopWriterOptions): LoopWriter {
  const { disk, executor, thread, stepsToCheckpoint = 4_000, maxSteps = 512, busyMs } = options;
  let asked: Asked[] = [];
  let askedSteps = 0;
  /** While the thread has writes of before, later ones wait: they must not overtake them, and what was busy a moment ago is seldom busy still. */
  let inThread: Promise<void> | undefined;
  let stepsSince = 0;
  let checkpointing: Promise<void> | undefined;
  let closing = false;

  const leaveToThread = async (group: readonly Asked[]): Promise<void> => {
    await Promise.all(
      group.map(async ({ steps, durability, untilMs, resolve, reject }) => {
        try {
          resolve(await thread().write(steps, durability, untilMs));
        } catch (error) {
          reject(error);
        }
      }),
    );
    inThread = undefined;
    drain();
  };

  /** What the next commit takes, in the order in which it was asked for. */
  const takeGroup = (): readonly Asked[] => {
    let count = 0;
    let steps = 0;
    if (askedSteps > maxSteps) {
      for (const each of asked) {
        if (count > 0 && steps + each.steps.length > maxSteps) break;
        steps += each.steps.length;
        count += 1;
      }
      askedSteps -= steps;
      return asked.splice(0, count);
    }
    const all = asked;
    asked = [];
    askedSteps = 0;
    return all;
  };

  const drain = (): void => {
    const group = takeGroup();
    if (group.length === 0) return;
    const outcomes = executor.tryWriteAll(group);
    if (outcomes === undefined) {
      // All that waits: it waits for the same process.
      inThread = leaveToThread([...group, ...asked]);
      asked = [];
      askedSteps = 0;
      return;
    }
    if (asked.length > 0) setImmediate(drain);
    for (const [index, { steps, durability, resolve, reject }] of group.entries()) {
      const outcome = outcomes[index];
      if (outcome?.ok !== true) {
        reject(outcome?.error);
        continue;
      }
      stepsSince += steps.length;
      const { results } = outcome;
      // Also of what was taken back: the earlier write that stood in its way may not be on the disk yet.
      if (durability === "money") disk.synced().then(() => resolve(results), reject);
      else {
        if (durability === "soon") disk.synced().catch(() => undefined);
        resolve(results);
      }
    }
    if (stepsSince >= stepsToCheckpoint && checkpointing === undefined && !closing) {
      stepsSince = 0;
      checkpointing = checkpoint().finally(() => (checkpointing = undefined));
    }
  };

  const checkpoint = async (): Promise<void> => {
    try {
      await thread().checkpoint();
    } catch {
      // The disk was busy or full: the next one brings it along.
    }
  };

  /** What was asked for may come in several turns, and be left to the thread in any of them. */
  const answered = async (): Promise<void> => {
    await inThread;
    if (asked.length > 0) await new Promise<void>((resolve) => void setImmediate(resolve));
    if (asked.length > 0 || inThread !== undefined) await answered();
  };

  return {
    write: (steps, durability, untilMs) =>
      new Promise((resolve, reject) => {
        // What waits behind the thread waits for the same process already.
        asked.push({ steps, durability, untilMs: inThread === undefined ? untilMs : (untilMs ?? Date.now() + busyMs), resolve, reject });
        askedSteps += steps.length;
        // What is asked for in the same turn shares a commit.
        if (asked.length === 1 && inThread === undefined) queueMicrotask(drain);
      }),
    async close() {
      closing = true;
      await answered();
      await checkpointing;
    },
  };
}
