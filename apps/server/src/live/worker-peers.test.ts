import { fork } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { createCircuits } from "@openclaw/core";
import { setImmediate as turn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createSharedCircuits } from "../circuits/shared-circuits.js";
import { createRelay, type RelayedWorker } from "./relay-messages.js";
import type { WorkerMessage } from "./worker-message.js";
import { createWorkerPeers, type PrimaryPipe } from "./worker-peers.js";

function group() {
  const relay = createRelay();
  let lastId = 0;
  const join = () => {
    const heard = new EventEmitter();
    // As a pipe does it: later, and as a copy.
    const worker: RelayedWorker = {
      id: ++lastId,
      send: (message) => void setImmediate(() => heard.emit("message", structuredClone(message))),
    };
    const pipe: PrimaryPipe = Object.assign(heard, {
      send: (message: WorkerMessage) => void setImmediate(() => relay.hear(worker, structuredClone(message))),
    });
    return { worker, peers: createWorkerPeers(pipe) };
  };
  return { relay, join };
}

describe("workers of one server (SRV-3)", () => {
  it("are asked together, and each answers for itself", async () => {
    const { join } = group();
    const [one, two, three] = [join(), join(), join()];
    await turn();
    for (const [index, { peers }] of [one, two, three].entries()) peers.answer("name", (question) => `${String(question)} ${index}`);
    expect((await two.peers.ask("name", "n")).map(String).toSorted((a, b) => a.localeCompare(b))).toEqual(["n 0", "n 1", "n 2"]);
    expect(await one.peers.ask("nobody knows", 0)).toEqual([]);
  });

  it("are answered for when one of them is gone, cannot answer, or is stuck", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { join, relay } = group();
      const [one, two, three, gone] = [join(), join(), join(), join()];
      await turn();
      one.peers.answer("x", () => "one");
      two.peers.answer("x", () => Promise.reject(new Error("no")));
      three.peers.answer("x", () => new Promise(() => undefined));
      relay.gone(gone.worker);
      const asked = one.peers.ask("x", 0);
      for (let turns = 0; turns < 20; turns++) await turn();
      vi.advanceTimersByTime(1_000);
      expect(await asked).toEqual(["one"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("rest a model together that fails in one of them (FAIL-3)", async () => {
    const { join } = group();
    const [one, two] = [join(), join()];
    const [first, second] = await Promise.all(
      [one, two].map(({ peers }, index) => createSharedCircuits(peers, String(index), createCircuits())),
    );
    await turn();
    for (let times = 0; times < 3; times++) first?.failed("m");
    await vi.waitFor(() => expect(second?.state("m")).toBe("open"));
    first?.succeeded("m");
    await vi.waitFor(() => expect(second?.state("m")).toBe("closed"));
  });
});

it("says nothing to a primary that is gone, and is not ended by it (SRV-3, SRV-8)", async () => {
  // Both ends of Node's own pipe are alike.
  const child = fork(fileURLToPath(import.meta.url), { execArgv: ["-e", "process.on('message', () => undefined)", "--"], stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const broken = vi.fn<(error: Error) => void>();
  child.on("error", broken);
  const peers = createWorkerPeers(child);
  const disconnected = once(child, "disconnect");
  child.disconnect();
  await disconnected;
  peers.tell("circuits", "one that is told while the streams are drained");
  const startMs = performance.now();
  expect(await peers.ask("nobody knows", 0)).toEqual([]);
  expect(performance.now() - startMs).toBeLessThan(700);
  expect(broken).not.toHaveBeenCalled();
});
