import nodeCluster, { type Worker } from "node:cluster";
import type { Clock } from "@openclaw/core";
import { systemClock } from "@openclaw/core/internal";
import { createRelay, type RelayedWorker } from "./live/relay-messages.js";
import type { WorkerMessage } from "./live/worker-message.js";
import { createLogWriter } from "./log/log-writer.js";
import { createLogger, type LogFields } from "./log/logger.js";

// A worker that dies at once is not started in a tight circle: each that dies before it listens doubles the wait for the next in its place.
const RESTART_MS = 1_000;
const MAX_RESTART_MS = 30_000;
// How a worker ends that was told to: after a drain, without waiting for anything, or by the signal itself before it could hear it.
const TOLD: ReadonlySet<unknown> = new Set([0, 130, "SIGTERM", "SIGINT"]);

/** One of the N, over all workers that were started for it. */
interface Place {
  /** How many in a row died here before they listened. */
  early: number;
  listened: boolean;
}

export interface WorkersOptions {
  /** For tests. */
  readonly cluster?: Pick<typeof nodeCluster, "setupPrimary" | "fork" | "on">;
  readonly clock?: Clock;
  /** Each of them may open too few files. */
  readonly fewFiles?: LogFields | undefined;
}

/**
 * Runs several processes on one port (`--workers`): signals are passed on, a worker that dies is replaced, and what workers ask each other
 * goes through here. Ends when all workers have.
 *
 * A start at which every worker dies is a mistake in the settings: it ends. Once one has listened the server goes on for good: what dies is replaced after
 * a second, and after up to 30 where it never comes to listen.
 *
 * Signals reach workers as messages: a terminal or a service manager signals every process of the group, and a drain must not begin twice.
 *
 * @returns 0 after a drain; 1 when no worker could start
 */
export function runWorkers(
  process: Pick<NodeJS.Process, "on" | "stdout" | "stderr">,
  count: number,
  { cluster = nodeCluster, clock = systemClock, fewFiles }: WorkersOptions = {},
): Promise<number> {
  const logger = createLogger({ write: createLogWriter(process) });
  if (fewFiles !== undefined) logger.log("warn", "few_open_files", fewFiles);
  const living = new Map<Worker, Place>();
  // Whether a place can be filled at all is known once somebody listens.
  let unfilled: Place[] | undefined = [];
  let ending = false;
  let finish: (code: number) => void = () => undefined;
  const finished = new Promise<number>((resolve) => (finish = resolve));

  const relay = createRelay();
  const tell = (message: WorkerMessage): void => {
    for (const worker of living.keys()) relayed(worker).send(message);
  };

  const fillAfter = (delayMs: number, place: Place): void => {
    clock.after(delayMs, () => {
      if (!ending) fill(place);
    });
  };
  const fill = (place: Place): void => {
    place.listened = false;
    let worker: Worker;
    try {
      worker = cluster.fork();
    } catch (error) {
      return vacate(place, "worker_not_started", { code: codeOf(error) });
    }
    living.set(worker, place);
    // Where the system gives no more processes, nothing exits later.
    worker.on("error", (error: Error) => {
      if (worker.process.pid !== undefined || !living.delete(worker)) return;
      vacate(place, "worker_not_started", { code: codeOf(error) });
    });
  };
  let mistaken = false;
  const vacate = (place: Place, event: "worker_ended" | "worker_not_started", how: LogFields): void => {
    const asTold = TOLD.has(how["signal"] ?? how["code"]);
    const told = (more: LogFields = {}): void => {
      logger.log(asTold ? "info" : "error", event, { ...how, ...more });
      logger.flush();
    };
    if (ending) {
      if (!asTold) told();
      if (living.size === 0) finish(0);
    } else if (unfilled === undefined) {
      const restartMs = Math.min(MAX_RESTART_MS, RESTART_MS * 2 ** place.early);
      told({ restartMs });
      place.early += 1;
      fillAfter(restartMs, place);
    } else {
      told();
      unfilled.push(place);
      mistaken ||= !asTold;
      if (unfilled.length < count) return;
      if (mistaken) {
        const message = "No worker could start, and the server ends: what each ended with stands above.";
        logger.log("error", "no_worker_started", { message });
      }
      // A signal to the whole group may reach the workers first.
      finish(mistaken ? 1 : 0);
    }
  };

  cluster.on("listening", (worker) => {
    const place = living.get(worker);
    if (place === undefined) return;
    Object.assign(place, { early: 0, listened: true });
    const others = unfilled ?? [];
    unfilled = undefined;
    for (const other of others) fillAfter(RESTART_MS, other);
  });
  cluster.on("exit", (worker, code, signal) => {
    relay.gone(relayed(worker));
    const place = living.get(worker);
    if (place === undefined) return;
    living.delete(worker);
    vacate(place, "worker_ended", { worker: worker.process.pid, code, signal, listened: place.listened });
  });
  cluster.on("message", (worker, message: unknown) => relay.hear(relayed(worker), message));

  process.on("SIGHUP", () => tell({ openclaw: "reload" }));
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      tell({ openclaw: "end", again: ending });
      ending = true;
      // Between the death of the last worker and the next there is nobody to wait for.
      if (living.size === 0) finish(0);
    });
  }

  // Figures that JSON cannot write, such as a delay that nobody has measured yet, stay what they are.
  cluster.setupPrimary({ serialization: "advanced" });
  for (let index = 0; index < count; index++) fill({ early: 0, listened: false });
  return finished;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "unknown";
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
