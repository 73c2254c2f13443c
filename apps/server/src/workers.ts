import cluster, { type Worker } from "node:cluster";
import { createRelay, type RelayedWorker } from "./live/relay-messages.js";
import type { WorkerMessage } from "./live/worker-message.js";

// A worker that dies at once is not started in a tight circle.
const RESTART_MS = 1_000;

/**
 * Runs several processes on one port (`--workers`): signals are passed on, a worker that dies is replaced, and what workers ask each other
 * goes through here. Ends when all workers have.
 *
 * Signals reach workers as messages: a terminal or a service manager signals every process of the group, and a drain must not begin twice.
 *
 * @returns 0 after a drain; 1 when no worker could start
 */
export function runWorkers(process: NodeJS.Process, count: number): Promise<number> {
  let ending = false;
  let listened = false;
  // Figures that JSON cannot write, such as a delay that nobody has measured yet, stay what they are.
  cluster.setupPrimary({ serialization: "advanced" });
  const relay = createRelay();
  const all = (): readonly Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
  const tell = (message: WorkerMessage): void => {
    for (const worker of all()) relayed(worker).send(message);
  };
  process.on("SIGHUP", () => tell({ openclaw: "reload" }));
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      tell({ openclaw: "end", again: ending });
      ending = true;
    });
  }
  cluster.on("message", (worker, message: unknown) => relay.hear(relayed(worker), message));
  cluster.on("listening", () => {
    listened = true;
  });
  return new Promise((resolve) => {
    cluster.on("exit", (worker) => {
      relay.gone(relayed(worker));
      if (ending || !listened) {
        if (all().length === 0) resolve(ending ? 0 : 1);
        return;
      }
      setTimeout(() => {
        if (!ending) cluster.fork();
      }, RESTART_MS);
    });
    for (let index = 0; index < count; index++) cluster.fork();
  });
}

function relayed(worker: Worker): RelayedWorker {
  return {
    id: worker.id,
    send(message) {
      // A worker that is on its way out hears nothing more; its exit is told by another event.
      if (worker.isConnected()) worker.send(message, () => undefined);
    },
  };
}
