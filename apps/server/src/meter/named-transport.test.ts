import { createTarget, type Transport, type TransportResponse } from "@openclaw/core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ClientGone, Exchange } from "../http/exchange.js";
import { namedTransport } from "./named-transport.js";

const PATIENCE_MS = 10_000;
const row = {
  id: "a/b",
  name: "B",
  inputModalities: ["text"],
  outputModalities: ["text"],
  pricing: { prompt: "0.000001", completion: "0" },
};
const billed = createTarget({ model: "openrouter/a/b", apiKey: "sk-or-planted", row });
const free = createTarget({ model: "openrouter/a/b", apiKey: "sk-or-planted", row: { ...row, pricing: { prompt: "0", completion: "0" } } });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Asked {
  readonly exchange: Exchange;
  readonly reply: Promise<TransportResponse | Error>;
  readonly answer: (generationId?: string) => void;
}

/** A request that is under way until it is answered, or given up. */
function ask(target = billed): Asked {
  const exchange = new Exchange({ headers: {} } as never, {} as never, 0);
  const { promise, resolve, reject } = Promise.withResolvers<TransportResponse>();
  const real: Transport = ({ signal }) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error));
    return promise;
  };
  const body = { read: () => Promise.resolve(undefined), cancel: () => Promise.resolve() };
  const request = { method: "POST", url: "https://openrouter.ai/api/v1/chat/completions", headers: {}, signal: exchange.signal } as const;
  const reply = namedTransport(real, exchange, [target])(request).catch((error: unknown) => error as Error);
  const answer = (generationId = "gen-1"): void =>
    resolve({ status: 200, headers: new Headers({ "x-generation-id": generationId }), body });
  return { exchange, reply, answer };
}

// SRV-4
it("gives up an answer whose client has left when it has its name, and not before", async () => {
  const { exchange, reply, answer } = ask();
  exchange.leave();
  await vi.advanceTimersByTimeAsync(PATIENCE_MS - 1);
  expect(exchange.signal.aborted).toBe(false);
  answer();
  expect(await reply).toMatchObject({ status: 200 });
  expect([exchange.signal.reason, exchange.generationId, exchange.unnamed]).toEqual([expect.any(ClientGone), "gen-1", false]);
});

it("gives it up without one after ten seconds, and at once when the server ends: what it cost cannot be asked for then", async () => {
  const patient = ask();
  patient.exchange.leave();
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  expect([await patient.reply, patient.exchange.unnamed]).toEqual([expect.any(ClientGone), true]);
  const ended = ask();
  ended.exchange.leave();
  ended.exchange.abort(new Error("The server ends."));
  expect([await ended.reply, ended.exchange.unnamed]).toEqual([new Error("The server ends."), true]);
});

it("lets a client leave at once when its answer has a name, or costs nothing", async () => {
  const named = ask();
  named.answer();
  await named.reply;
  named.exchange.leave();
  expect([named.exchange.signal.aborted, named.exchange.unnamed]).toEqual([true, false]);
  const { exchange, reply } = ask(free);
  exchange.leave();
  expect([await reply, exchange.unnamed]).toEqual([expect.any(ClientGone), false]);
});
