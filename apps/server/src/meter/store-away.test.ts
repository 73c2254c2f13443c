import { afterEach, describe, expect, it, vi } from "vitest";
import type { Exchange } from "../http/exchange.js";
import type { LedgerEntry } from "../ledger/ledger-types.js";
import { StateUnavailable } from "../store/unavailable.js";
import { createMeter } from "./meter.js";

/** A meter over a store whose rows of the operator's requests are written as `append` says. */
function meterOver(append: (rows: readonly LedgerEntry[], options?: { readonly again?: boolean }) => Promise<void>) {
  const logged: string[] = [];
  const logger = { log: (_level: string, event: string) => logged.push(event), flush: () => undefined };
  const state = { ledger: { append }, budgets: {} };
  const meter = createMeter({ state, gateway: {}, logger } as unknown as Parameters<typeof createMeter>[0]);
  const answerOne = async (): Promise<Exchange> => {
    const exchange = { caller: {}, ownId: true, id: "req_1", startedAtMs: 0 } as unknown as Exchange;
    await meter.begin(exchange, { endpoint: "chat.completions", body: {}, targets: [] });
    exchange.onAnswer?.({ model: "a/b", outcome: "finished", attempts: [], usage: undefined });
    return exchange;
  };
  return { meter, answerOne, logged };
}

const away = (): never => {
  throw new StateUnavailable("postgres", undefined);
};

afterEach(() => {
  vi.useRealTimers();
});

// SRV-5, SRV-9
describe("an answer to the operator while the store is away", () => {
  it("has its row in the ledger once the store is back, and only once", async () => {
    const written = new Map<string, LedgerEntry>();
    let tries = 0;
    const { meter, answerOne, logged } = meterOver(async (rows, { again = false } = {}) => {
      tries++;
      for (const row of rows) {
        if (!again && written.has(row.requestId)) throw new Error("written twice");
        written.set(row.requestId, row);
      }
      // The first time it happens, and nobody hears of it.
      if (tries < 3) away();
    });
    const exchange = await answerOne();
    await exchange.billed;
    await meter.close();
    expect([tries, [...written.keys()], logged]).toEqual([3, ["req_1"], []]);
  });

  it("is waited for at the end for five seconds more, and then said to be lost", async () => {
    vi.useFakeTimers();
    let tries = 0;
    const { meter, answerOne, logged } = meterOver(async () => {
      tries++;
      away();
    });
    await answerOne();
    await vi.advanceTimersByTimeAsync(60_000);
    const before = tries;
    let closed = false;
    const closing = meter.close().then(() => (closed = true));
    await vi.advanceTimersByTimeAsync(4_900);
    expect([closed, logged]).toEqual([false, []]);
    await vi.advanceTimersByTimeAsync(100);
    await closing;
    expect([tries > before, logged]).toEqual([true, ["bill_not_written"]]);
  });

  it("is written at the end when the store comes back meanwhile", async () => {
    vi.useFakeTimers();
    let back = false;
    const { meter, answerOne, logged } = meterOver(async () => {
      if (!back) away();
    });
    await answerOne();
    await vi.advanceTimersByTimeAsync(60_000);
    const closing = meter.close();
    back = true;
    await vi.advanceTimersByTimeAsync(5_000);
    await closing;
    expect(logged).toEqual([]);
  });
});

it("does not call a bill unwritten whose tokens could not be given back to the rate", async () => {
  const logged: string[] = [];
  const logger = { log: (_level: string, event: string) => logged.push(event), flush: () => undefined };
  const settled: string[] = [];
  const budgets = { reserve: async () => ({ ok: true }), release: async (id: string) => settled.push(id) };
  const rates = { take: async () => ({ ok: true }), adjust: async () => away() };
  const meter = createMeter({ state: { budgets, rates }, gateway: {}, logger } as unknown as Parameters<typeof createMeter>[0]);
  const exchange = { caller: { key: { id: "key_1", tpm: 1_000 } }, ownId: true, id: "req_1", startedAtMs: 0 } as unknown as Exchange;
  await meter.begin(exchange, { endpoint: "chat.completions", body: {}, targets: [], estimateUsd: 1 });
  exchange.onAnswer?.({ model: "a/b", outcome: "cancelled", attempts: [], usage: undefined });
  await exchange.billed;
  await meter.close();
  expect([settled, logged]).toEqual([["req_1"], []]);
});
