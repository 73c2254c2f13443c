import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { LedgerEntry } from "../store/types.js";
import { createLedgerQueue } from "./ledger-queue.js";

const row = (attempt: number): LedgerEntry => ({ requestId: "r", attempt, endpoint: "e", model: "m", latencyMs: 1, outcome: "ok" });
const append = vi.fn<(rows: readonly LedgerEntry[]) => Promise<void>>();

// SRV-5
describe("rows of the ledger that are gathered", () => {
  it("are written together, and in parts where they are many", async () => {
    append.mockReset().mockResolvedValue();
    const queue = createLedgerQueue({ append });
    await Promise.all([queue.append([row(1)]), queue.append(Array.from({ length: 600 }, (_, index) => row(index + 2)))]);
    expect(append.mock.calls.map(([rows]) => rows.length)).toEqual([500, 101]);
  });

  it("are durable when their promise settles, also those that came while others were being written", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const finishers: (() => void)[] = [];
    append.mockReset().mockImplementation(() => new Promise((resolve) => finishers.push(resolve)));
    const queue = createLedgerQueue({ append });
    const first = queue.append(Array.from({ length: 501 }, (_, index) => row(index)));
    await vi.advanceTimersByTimeAsync(25);
    const settled: string[] = [];
    const second = queue.append([row(1)]).then(() => settled.push("second"));
    finishers[0]?.();
    await vi.advanceTimersByTimeAsync(25);
    // What is left of the first, and the second.
    expect([append.mock.calls.flatMap(([rows]) => rows).length, settled]).toEqual([502, []]);
    for (const finish of finishers) finish();
    await Promise.all([first, second]);
  });
});
