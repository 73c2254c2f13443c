import type { Durability, Step, StepResult } from "../engine.js";
import type { Disk } from "./disk.js";
import type { Executor } from "./executor.js";
import type { ExecutorThread } from "./executor-thread.js";

/** Runs brief writes in the server's own loop. */
export interface LoopWriter {
  write(steps: readonly Step[], durability: Durability): Promise<readonly StepResult[] | undefined>;
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
}

interface Asked {
  readonly steps: readonly Step[];
  readonly durability: Durability;
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
  const { disk, executor, thread, stepsToCheckpoint = 4_000 } = options;
  let asked: Asked[] = [];
  /** While the thread has writes of before, later ones wait: they must not overtake them, and what was busy a moment ago is seldom busy still. */
  let inThread: Promise<void> | undefined;
  let stepsSince = 0;
  let checkpointing: Promise<void> | undefined;
  let closing = false;

  const leaveToThread = async (group: readonly Asked[]): Promise<void> => {
    await Promise.all(
      group.map(async ({ steps, durability, resolve, reject }) => {
        try {
          resolve(await thread().write(steps, durability));
        } catch (error) {
          reject(error);
        }
      }),
    );
    inThread = undefined;
    drain();
  };

  const drain = (): void => {
    const group = asked;
    if (group.length === 0) return;
    asked = [];
    const outcomes = executor.tryWriteAll(group);
    if (outcomes === undefined) {
      inThread = leaveToThread(group);
      return;
    }
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

  /** What was asked for is committed, or with the thread, one microtask later; what waits behind the thread may be left to it again. */
  const answered = async (): Promise<void> => {
    await inThread;
    if (inThread !== undefined) await answered();
  };

  return {
    write: (steps, durability) =>
      new Promise((resolve, reject) => {
        asked.push({ steps, durability, resolve, reject });
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
