import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished, vi } from "vitest";
import { Exchange } from "../http/exchange.js";
import { DEFAULT_LIMITS } from "../settings/limits.js";
import type { Idempotency } from "./idempotency-types.js";
import { StateUnavailable } from "../store/unavailable.js";
import { createKeyedAnswers } from "./keyed-answers.js";

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

// SRV-6, SRV-8
it("keeps an answer that a store which was away did not take once more when the server ends, and leaves no timer behind", async () => {
  const complete = vi.fn<Idempotency["complete"]>(() => Promise.reject(new StateUnavailable("postgres", undefined)));
  const idempotency = { begin: async () => ({ kind: "fresh" }), sending: async () => undefined, complete } as unknown as Idempotency;
  const logger = { log: () => undefined, flush: () => undefined };
  const keyed = createKeyedAnswers({ idempotency, limits: DEFAULT_LIMITS, logger });
  const handle = keyed.wrap(async (exchange) => {
    exchange.billed = Promise.resolve();
    exchange.response.end("paid");
  }, "answer");
  const server = createServer((request, response) => void handle(new Exchange(request, response, 0), ""));
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const headers = { "idempotency-key": "k-1", connection: "close" };
  const answer = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, { method: "POST", body: "{}", headers });
  // It was paid for, and is not held back.
  expect(await answer.text()).toBe("paid");
  await vi.waitFor(() => expect(complete.mock.calls.length).toBeGreaterThanOrEqual(3), 5_000);
  complete.mockResolvedValue();
  complete.mockClear();
  const before = timers();
  await keyed.close();
  expect(complete).toHaveBeenCalledTimes(1);
  // Without the one until the next try.
  expect(timers()).toBeLessThan(before);
}, 10_000);
