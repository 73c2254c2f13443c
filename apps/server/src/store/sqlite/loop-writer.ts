import type { Durability, Step, StepResult } from "../engine.js";
import type { Disk } from "./disk.js";
import type { Executor } from "./executor.js";
import type { ExecutorThread } from "./executor-thread.js";

/** Runs brief writes in the server's own loop. */
export interface LoopWriter {
  write(steps: readonly Step[], durability: Durability): Promise<readonly StepResult[] | undefined>;
  /** After a checkpoint that is under way. */
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
  readonly resolve: (answer: Results | Promise<Results>) => void;
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
  /** Writes of before that the thread still has: later ones must not overtake them. */
  let inThread = 0;
  let stepsSince = 0;
  let checkpointing: Promise<void> | undefined;
  let closing = false;

  const leaveToThread = ({ steps, durability, resolve, reject }: Asked): void => {
    inThread++;
    thread()
      .write(steps, durability)
      .finally(() => inThread--)
      .then(resolve, reject);
  };

  const drain = (): void => {
    const group = asked;
    asked = [];
    const outcomes = inThread > 0 ? undefined : executor.tryWriteAll(group);
    if (outcomes === undefined) {
      for (const each of group) leaveToThread(each);
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
      // What was taken back needs no disk.
      if (durability === "money" && results !== undefined) disk.synced().then(() => resolve(results), reject);
      else {
        if (durability === "soon") disk.synced().catch(() => undefined);
        resolve(results);
      }
    }
    if (stepsSince >= stepsToCheckpoint && checkpointing === undefined && !closing) checkpoint();
  };

  const checkpoint = (): void => {
    stepsSince = 0;
    checkpointing = thread()
      .checkpoint()
      // The disk was busy or full: the next one brings it along.
      .catch(() => undefined)
      .finally(() => {
        checkpointing = undefined;
      });
  };

  return {
    write: (steps, durability) =>
      new Promise((resolve, reject) => {
        asked.push({ steps, durability, resolve, reject });
        // What is asked for in the same turn shares a commit.
        if (asked.length === 1) queueMicrotask(drain);
      }),
    async close() {
      closing = true;
      await checkpointing;
    },
  };
}
