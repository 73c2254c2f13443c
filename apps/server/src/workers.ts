import cluster, { type Worker } from "node:cluster";

// A worker that dies at once is not started in a tight circle.
const RESTART_MS = 1_000;

/**
 * Runs several processes on one port (`--workers`): signals are passed on, a worker that dies is replaced. Ends when all workers have.
 *
 * @returns 0 after a drain; 1 when no worker could start
 */
export function runWorkers(process: NodeJS.Process, count: number): Promise<number> {
  let ending = false;
  let listened = false;
  const all = (): readonly Worker[] => Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
  const tell = (signal: NodeJS.Signals): void => {
    for (const worker of all()) worker.process.kill(signal);
  };
  process.on("SIGHUP", () => tell("SIGHUP"));
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      ending = true;
      tell("SIGTERM");
    });
  }
  cluster.on("listening", () => {
    listened = true;
  });
  return new Promise((resolve) => {
    cluster.on("exit", () => {
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
