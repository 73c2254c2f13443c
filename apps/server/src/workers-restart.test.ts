import type nodeCluster from "node:cluster";
import { EventEmitter } from "node:events";
import { fakeClock, settle } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runWorkers } from "./workers.js";

interface FakeWorker extends EventEmitter {
  readonly id: number;
  readonly process: { readonly pid: number | undefined };
  readonly told: unknown[];
}

/** Processes that do what the test says: the cluster's events, and nothing behind them. Real ones: workers.test.ts. */
function startFake(count: number) {
  const clock = fakeClock();
  const signals = new EventEmitter();
  const cluster = new EventEmitter();
  const workers: FakeWorker[] = [];
  let refusal: Error | undefined;
  let log = "";
  const fork = (): FakeWorker => {
    if (refusal !== undefined) throw refusal;
    const told: unknown[] = [];
    const worker = Object.assign(new EventEmitter(), {
      id: workers.length + 1,
      process: { pid: 100 + workers.length },
      told,
      isConnected: () => true,
      send: (message: unknown) => told.push(message),
    });
    workers.push(worker);
    return worker;
  };
  const fake = Object.assign(cluster, { setupPrimary: () => undefined, fork });
  const stdout = Object.assign(new EventEmitter(), { write: (text: string) => (log += text) });
  const process = Object.assign(signals, { stdout, stderr: new EventEmitter() }) as unknown as NodeJS.Process;
  let code: number | undefined;
  void runWorkers(process, count, {
    cluster: fake as unknown as typeof nodeCluster,
    clock: {
      now: clock.now,
      after(delayMs, callback) {
        const handle = clock.setTimeout(callback, delayMs);
        return () => clock.clearTimeout(handle);
      },
    },
  }).then((ended) => (code = ended));
  const lines = () => log.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Record<string, unknown>]));
  return {
    clock,
    workers,
    signal: (name: "SIGTERM" | "SIGINT") => void signals.emit(name),
    listens: (index: number) => void cluster.emit("listening", workers[index], {}),
    dies: (index: number, exitCode: number | null, signal: string | null = null) =>
      void cluster.emit("exit", workers[index], exitCode, signal),
    refuse: (error: Error | undefined) => (refusal = error),
    code: async () => {
      await settle();
      return code;
    },
    log: (event: string) => lines().filter((line) => line["event"] === event),
  };
}

// SRV-3
describe("the primary of several workers", () => {
  it("replaces a worker that died before anybody listened, once another listens", async () => {
    const { workers, dies, listens, clock, code, log } = startFake(3);
    dies(0, 1);
    await clock.advance(60_000);
    expect(workers).toHaveLength(3);
    listens(1);
    await clock.advance(999);
    expect(workers).toHaveLength(3);
    await clock.advance(1);
    expect(workers).toHaveLength(4);
    expect(await code()).toBeUndefined();
    expect(log("worker_ended")).toMatchObject([{ level: "error", worker: 100, code: 1, signal: null, listened: false }]);
  });

  it("ends with 1 when none ever listens, and says how each ended", async () => {
    const { dies, code, log, clock, workers } = startFake(2);
    dies(0, 1);
    expect(await code()).toBeUndefined();
    dies(1, null, "SIGKILL");
    expect(await code()).toBe(1);
    expect(log("worker_ended")).toMatchObject([
      { code: 1, signal: null },
      { code: null, signal: "SIGKILL" },
    ]);
    expect(log("no_worker_started")).toHaveLength(1);
    expect([workers.length, clock.pending()]).toEqual([2, []]);
  });

  it("ends with 0 when a signal to the whole group ends every worker before it could hear it, also when it hears its own last", async () => {
    const { dies, code, log, signal } = startFake(2);
    dies(0, null, "SIGINT");
    dies(1, null, "SIGINT");
    signal("SIGINT");
    expect(await code()).toBe(0);
    expect(log("no_worker_started")).toEqual([]);
    expect(log("worker_ended")).toMatchObject([{ level: "info" }, { level: "info" }]);
  });

  it("waits longer and longer for a place where worker after worker dies before it listens, up to 30 s, and as ever after one has listened", async () => {
    const { workers, dies, listens, clock, log } = startFake(2);
    listens(0);
    listens(1);
    const waits: number[] = [];
    for (let last = 1; waits.length < 7; last = workers.length - 1) {
      dies(last, 1);
      const [restartMs = 0, ...others] = clock.pending();
      expect(others).toEqual([]);
      waits.push(restartMs);
      await clock.advance(restartMs);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(log("worker_ended").map(({ restartMs }) => restartMs)).toEqual(waits);
    listens(workers.length - 1);
    dies(workers.length - 1, null, "SIGSEGV");
    expect(clock.pending()).toEqual([1_000]);
    // The other place knows nothing of it.
    dies(0, 1);
    expect(clock.pending()).toEqual([1_000, 1_000]);
  });

  it("ends with 0 when it is told to while no worker is there, and starts none any more", async () => {
    const { workers, dies, listens, clock, code, signal } = startFake(1);
    listens(0);
    dies(0, 1);
    signal("SIGTERM");
    expect(await code()).toBe(0);
    await clock.advance(60_000);
    expect(workers).toHaveLength(1);
  });

  it("tells all to end, and ends with 0 after the last, whether they had listened or not", async () => {
    const { workers, dies, listens, code, signal, log } = startFake(2);
    listens(0);
    signal("SIGTERM");
    signal("SIGTERM");
    for (const { told } of workers) {
      expect(told).toEqual([
        { openclaw: "end", again: false },
        { openclaw: "end", again: true },
      ]);
    }
    dies(0, 0);
    expect(await code()).toBeUndefined();
    dies(1, null, "SIGKILL");
    expect(await code()).toBe(0);
    expect(log("worker_ended")).toMatchObject([{ worker: 101, signal: "SIGKILL" }]);
  });

  it("goes on, and tries again, where the system gives no new process", async () => {
    const { workers, dies, listens, clock, code, refuse, log } = startFake(2);
    listens(0);
    listens(1);
    refuse(Object.assign(new Error("spawn ENOMEM"), { code: "ENOMEM" }));
    dies(0, null, "SIGKILL");
    await clock.advance(1_000);
    expect(log("worker_not_started")).toMatchObject([{ code: "ENOMEM", restartMs: 2_000 }]);
    refuse(undefined);
    await clock.advance(2_000);
    expect(workers).toHaveLength(3);

    // The other way in which it is said.
    dies(1, 1);
    await clock.advance(1_000);
    Object.assign(workers[3]!.process, { pid: undefined });
    workers[3]!.emit("error", Object.assign(new Error("spawn EAGAIN"), { code: "EAGAIN" }));
    expect(log("worker_not_started")).toMatchObject([{ code: "ENOMEM" }, { code: "EAGAIN", restartMs: 2_000 }]);
    await clock.advance(2_000);
    expect(workers).toHaveLength(5);
    expect(await code()).toBeUndefined();
  });
});
