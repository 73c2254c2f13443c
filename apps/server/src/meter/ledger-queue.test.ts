import { settle } from "@openclaw/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { testClock } from "../store/testing/test-clock.js";
import type { LedgerEntry } from "../ledger/ledger-types.js";
import { StateUnavailable } from "../store/unavailable.js";
import { createLedgerQueue } from "./ledger-queue.js";

const row = (attempt: number): LedgerEntry => ({ requestId: "r", attempt, endpoint: "e", model: "m", latencyMs: 1, outcome: "ok" });
const rows = (count: number): readonly LedgerEntry[] => Array.from({ length: count }, (_, index) => row(index));

interface Write {
  readonly rows: readonly LedgerEntry[];
  readonly again: boolean;
  readonly end: (error?: Error) => void;
}

const START = 1_000_000;
let writes: Write[] = [];
beforeEach(() => {
  writes = [];
});

/** A queue over a ledger whose writes end when they are told to. */
function queueOver({ maxWaiting }: { readonly maxWaiting?: number } = {}) {
  const { clock, fake } = testClock(START);
  const ending = new AbortController();
  const append = (written: readonly LedgerEntry[], { again = false }: { readonly again?: boolean } = {}): Promise<void> =>
    new Promise((resolve, reject) => {
      writes.push({ rows: written, again, end: (error) => (error === undefined ? resolve() : reject(error)) });
    });
  const queue = createLedgerQueue({ append }, { signal: ending.signal, clock, ...(maxWaiting === undefined ? {} : { maxWaiting }) });
  return { queue, fake, ending };
}

const away = (): StateUnavailable => new StateUnavailable("postgres", undefined);
const sizes = (): readonly number[] => writes.map(({ rows: written }) => written.length);

// SRV-5
describe("rows of the ledger that are gathered", () => {
  it("are written together, and in parts where they are many", async () => {
    const { queue, fake } = queueOver();
    const appended = Promise.all([queue.append([row(1)]), queue.append(rows(600))]);
    await fake.advance(25);
    expect(sizes()).toEqual([500, 101]);
    for (const { end } of writes) end();
    await appended;
  });

  it("are durable when their promise settles, also those that came while others were being written", async () => {
    const { queue, fake } = queueOver();
    const first = queue.append(rows(501));
    await fake.advance(25);
    const settled: string[] = [];
    const second = queue.append([row(1)]).then(() => settled.push("second"));
    writes[0]?.end();
    await fake.advance(25);
    expect([sizes(), settled]).toEqual([[500, 1, 1], []]);
    for (const { end } of writes) end();
    await Promise.all([first, second]);
  });
});

// SRV-5, SRV-9
describe("rows of the ledger while the store is away", () => {
  it("are written again until they are there, those only that are missing, with the time at which they came", async () => {
    const { queue, fake } = queueOver();
    const appended = queue.append([row(1)]);
    await fake.advance(25);
    for (let tries = 0; tries < 3; tries++) {
      writes.at(-1)?.end(away());
      await fake.advance(5_000);
    }
    writes.at(-1)?.end();
    await appended;
    expect(writes.map(({ again }) => again)).toEqual([false, true, true, true]);
    expect(writes.at(-1)?.rows).toEqual([{ ...row(1), atMs: START + 25 }]);
  });

  it("gather behind those that are being tried, so that the store is not asked for each of them", async () => {
    const { queue, fake } = queueOver();
    const first = queue.append([row(0)]);
    await fake.advance(25);
    writes[0]?.end(away());
    await settle();
    const later: Promise<void>[] = [];
    for (let index = 0; index < 10; index++) {
      later.push(queue.append([row(index + 1)]));
      await fake.advance(1_000);
    }
    expect(sizes()).toEqual([1, 1]);
    writes[1]?.end();
    await first;
    await settle();
    expect(sizes()).toEqual([1, 1, 10]);
    writes[2]?.end();
    await Promise.all(later);
  });

  it("are refused beyond what is kept, and those before are still written", async () => {
    const { queue, fake } = queueOver({ maxWaiting: 3 });
    const first = queue.append([row(0)]);
    await fake.advance(25);
    writes[0]?.end(away());
    await settle();
    const kept = queue.append(rows(3));
    await expect(queue.append([row(9)])).rejects.toThrow(
      "The ledger has no row of this request: 3 rows wait already for a store that is away.",
    );
    await fake.advance(5_000);
    writes[1]?.end();
    await settle();
    writes[2]?.end();
    await Promise.all([first, kept]);
    expect(sizes()).toEqual([1, 1, 3]);
  });

  it("have one more try when the server ends", async () => {
    const { queue, fake, ending } = queueOver();
    const appended = queue.append([row(1)]);
    await fake.advance(25);
    writes[0]?.end(away());
    await settle();
    ending.abort();
    await settle();
    expect(sizes()).toEqual([1, 1]);
    writes[1]?.end(away());
    await expect(appended).rejects.toMatchObject({ code: "state_unavailable" });
  });

  it("are not tried again after a mistake of ours, and the other parts are written all the same", async () => {
    const { queue, fake } = queueOver();
    const settled: string[] = [];
    const appended = queue.append(rows(501)).catch((error: unknown) => settled.push(String(error)));
    await fake.advance(25);
    writes[0]?.end(new Error("wrong SQL"));
    await fake.advance(10_000);
    // Not before everything that was promised has ended.
    expect([sizes(), settled]).toEqual([[500, 1], []]);
    writes[1]?.end();
    await appended;
    expect(settled).toEqual(["Error: wrong SQL"]);
  });
});
