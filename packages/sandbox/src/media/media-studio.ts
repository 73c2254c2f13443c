import { Worker } from "node:worker_threads";
import type { ChunkListener, MediaTask } from "./media-tasks.js";
import type { WorkerNews, WorkerOrder } from "./media-worker.js";

/** Does heavy work away from the server's loop. Nothing is loaded before the first task. */
export interface MediaStudio {
  /** Resolves when the task has ended; its bytes come to `emit` in pieces. */
  run: (task: MediaTask, emit: ChunkListener) => Promise<void>;
  /** The whole result in one piece. */
  make: (task: MediaTask) => Promise<Uint8Array>;
  /** Ends the thread; unfinished tasks reject. */
  close: () => Promise<void>;
}

interface Waiting {
  task: MediaTask;
  emit: ChunkListener;
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * Starts the worker from TypeScript sources: Node strips the types, and this hook finds `name.ts` where an import says `name.js`.
 * From the built package the worker is a plain file beside the bundle.
 */
const SOURCE_BOOT = `
const { registerHooks } = require("node:module");
const { workerData } = require("node:worker_threads");
registerHooks({ resolve: (specifier, context, next) =>
  next(specifier.startsWith(".") && context.parentURL?.endsWith(".ts") ? specifier.replace(/\\.js$/, ".ts") : specifier, context) });
import(workerData);
`;

function startWorker(): Worker {
  const fromSource = import.meta.url.endsWith(".ts");
  const entry = new URL(fromSource ? "./media-worker.ts" : "./media-worker.js", import.meta.url);
  const worker = fromSource
    ? new Worker(SOURCE_BOOT, { eval: true, workerData: entry.href, execArgv: ["--no-warnings"], env: {} })
    : new Worker(entry, { execArgv: [], env: {} });
  worker.unref();
  return worker;
}

/** A studio with one thread, or (`in-process`) none. */
export function createMediaStudio(mode: "worker" | "in-process"): MediaStudio {
  const run = mode === "worker" ? createWorkerRun() : { run: runHere, close: () => Promise.resolve() };
  return {
    ...run,
    make: async (task) => {
      const chunks: Uint8Array[] = [];
      await run.run(task, (chunk) => chunks.push(chunk));
      return Buffer.concat(chunks);
    },
  };
}

async function runHere(task: MediaTask, emit: ChunkListener): Promise<void> {
  const { runMediaTask } = await import("./media-tasks.js");
  await runMediaTask(task, emit);
}

function createWorkerRun(): Pick<MediaStudio, "run" | "close"> {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let count = 0;
  let heard = false;
  let broken = false;

  const hear = (news: WorkerNews): void => {
    heard = true;
    const order = waiting.get(news.id);
    if (order === undefined) return;
    if ("chunk" in news) return order.emit(news.chunk);
    waiting.delete(news.id);
    if ("failed" in news) order.reject(new Error(news.failed));
    else order.resolve();
  };
  const redo = async (order: Waiting): Promise<void> => {
    await runHere(order.task, order.emit).then(order.resolve, order.reject);
  };
  const lose = (error: Error): void => {
    worker = undefined;
    const lost = [...waiting.values()];
    waiting.clear();
    // A worker that never spoke could not start here (an old Node, a bundle without its second file): do the work in this thread.
    broken ||= !heard;
    for (const order of lost) {
      if (broken) void redo(order);
      else order.reject(error);
    }
  };
  const start = (): Worker => {
    const started = startWorker();
    started.on("message", hear);
    started.on("error", (error) => lose(error instanceof Error ? error : new Error(String(error))));
    started.on("exit", () => {
      if (worker === started) lose(new Error("The media worker has ended."));
    });
    return started;
  };

  return {
    run: (task, emit) =>
      new Promise((resolve, reject) => {
        if (broken) return void runHere(task, emit).then(resolve, reject);
        worker ??= start();
        count += 1;
        waiting.set(count, { task, emit, resolve, reject });
        worker.postMessage({ id: count, task } satisfies WorkerOrder);
        return undefined;
      }),
    close: async () => {
      const ended = worker;
      worker = undefined;
      for (const order of waiting.values()) order.reject(new Error("The sandbox is closed."));
      waiting.clear();
      await ended?.terminate();
    },
  };
}
