import { Worker } from "node:worker_threads";
import type { Durability, SqlRow, SqlValue, Step, StepResult } from "../engine.js";
import { BUSY_MS, type CheckpointOptions, type ExecutorOptions } from "./executor.js";
import type { Failure, NumberedStep, PackedResult, WorkerAnswer, WorkerOrder } from "./executor-worker.js";

/** The executor in a thread of its own, so that neither the disk nor another process's commit ever holds the server's loop up. */
export interface ExecutorThread {
  /** `untilMs`: for so long it may wait for another process, in milliseconds since 1970. Default: `busyMs` from now. */
  write(steps: readonly Step[], durability: Durability, untilMs?: number): Promise<readonly StepResult[] | undefined>;
  read(sql: string, params: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** Moves what the log holds into the file; see `Executor`. */
  checkpoint(options?: CheckpointOptions): Promise<void>;
  /** False once it has ended: what was on its way was rejected, and another one has to be started. */
  alive(): boolean;
  /** After everything that was asked for is answered. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Finds `name.ts` where an import says `name.js`, when the thread is started from the sources. */
const SOURCE_BOOT = `
const { registerHooks } = require("node:module");
const { workerData } = require("node:worker_threads");
registerHooks({ resolve: (specifier, context, next) =>
  next(specifier.startsWith(".") && context.parentURL?.endsWith(".ts") ? specifier.replace(/\\.js$/, ".ts") : specifier, context) });
import(workerData.entry);
`;

export function startExecutorThread(options: ExecutorOptions): ExecutorThread {
  const { busyMs = BUSY_MS } = options;
  const fromSource = import.meta.url.endsWith(".ts");
  const entry = new URL(fromSource ? "./executor-worker.ts" : "./executor-worker.js", import.meta.url);
  const workerData = { entry: entry.href, options };
  const worker = fromSource
    ? new Worker(SOURCE_BOOT, { eval: true, workerData, execArgv: ["--no-warnings"], env: {} })
    : new Worker(entry, { workerData, execArgv: ["--no-warnings"], env: {} });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  const statements = new Map<string, number>();
  let outbox: WorkerOrder[] = [];
  let ended: Error | undefined;
  let closing = false;

  worker.on("message", (answers: readonly WorkerAnswer[]) => {
    for (const answer of answers) {
      waiting.get(answer.id)?.resolve(answer);
      waiting.delete(answer.id);
    }
    // A process that waits for nothing but the end of this thread must not end before it.
    if (waiting.size === 0 && !closing) worker.unref();
  });
  const onEnd = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on("error", (error) => onEnd(error instanceof Error ? error : new Error(String(error))));
  const exited = new Promise<void>((resolve) => {
    worker.on("exit", () => {
      onEnd(new Error("The SQLite thread has ended."));
      resolve();
    });
  });

  // What is asked for in one turn of the loop travels together.
  const post = (order: WorkerOrder): void => {
    outbox.push(order);
    if (outbox.length > 1) return;
    setImmediate(() => {
      const orders = outbox;
      outbox = [];
      worker.postMessage(orders);
    });
  };

  const numberOf = (sql: string): number => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const number = statements.size;
    statements.set(sql, number);
    post({ statement: sql });
    return number;
  };

  const ask = (order: (id: number) => WorkerOrder): Promise<WorkerAnswer> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      lastId += 1;
      worker.ref();
      waiting.set(lastId, { resolve, reject });
      post(order(lastId));
    });

  return {
    async write(steps, durability, untilMs = Date.now() + busyMs) {
      const numbered = steps.map(({ sql, params, must = false }): NumberedStep => [numberOf(sql), must, ...params]);
      const answer = await ask((id) => ({ id, steps: numbered, durability, untilMs }));
      if ("failure" in answer) throw asError(answer.failure);
      return "results" in answer ? answer.results?.map(unpacked) : undefined;
    },
    async read(sql, params) {
      const answer = await ask((id) => ({ id, sql, params }));
      if ("failure" in answer) throw asError(answer.failure);
      return "rows" in answer ? answer.rows : [];
    },
    async checkpoint(options = {}) {
      const answer = await ask((id) => ({ id, checkpoint: options }));
      if ("failure" in answer) throw asError(answer.failure);
    },
    alive: () => ended === undefined,
    async close() {
      closing = true;
      if (ended === undefined) {
        worker.ref();
        post({ close: true });
      }
      await exited;
    },
  };
}

const NO_ROWS: readonly SqlRow[] = [];

function unpacked(result: PackedResult): StepResult {
  return typeof result === "number" ? { rows: NO_ROWS, changes: result } : result;
}

function asError({ message, ...facts }: Failure): Error {
  return Object.assign(new Error(message), facts);
}
