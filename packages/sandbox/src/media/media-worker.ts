import { parentPort } from "node:worker_threads";
import { runMediaTask, type MediaTask } from "./media-tasks.js";

/** What the worker is told, and what it says. */
export interface WorkerOrder {
  id: number;
  task: MediaTask;
}
export type WorkerNews = { id: number } & ({ chunk: Uint8Array } | { done: true } | { failed: string });

const port = parentPort;
port?.on("message", ({ id, task }: WorkerOrder) => {
  const tell = (news: WorkerNews): void => port.postMessage(news);
  runMediaTask(task, (chunk) => tell({ id, chunk })).then(
    () => tell({ id, done: true }),
    (error: unknown) => tell({ id, failed: error instanceof Error ? error.message : String(error) }),
  );
});
