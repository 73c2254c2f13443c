import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createGenerationNotes } from "./generation-notes.js";

describe("what is noted of answers that are on their way, for the case of a crash (SRV-4)", () => {
  const attach = vi.fn<(...named: readonly object[]) => Promise<void>>();
  beforeEach(() => {
    vi.useFakeTimers();
    attach.mockReset().mockResolvedValue(undefined);
  });
  afterEach(() => void vi.useRealTimers());

  it("is each answer's name, once, and nothing of one that is over before", () => {
    const notes = createGenerationNotes({ attach });
    const late: { generationId: string | undefined } = { generationId: undefined };
    notes.add("req_1", { generationId: "gen-1" });
    notes.add("req_2", late);
    notes.add("req_3", { generationId: "gen-3" });
    notes.remove("req_3");
    vi.advanceTimersByTime(600);
    late.generationId = "gen-2";
    vi.advanceTimersByTime(1_200);
    notes.close();
    expect(attach.mock.calls).toEqual([[{ requestId: "req_1", generationId: "gen-1" }], [{ requestId: "req_2", generationId: "gen-2" }]]);
  });

  it("stays the first try's when the exchange goes on to another one", () => {
    const notes = createGenerationNotes({ attach });
    const exchange = { generationId: "gen-1" };
    notes.add("req_1", exchange);
    notes.fix("req_1", "gen-1");
    notes.add("req_1.2", exchange);
    exchange.generationId = "gen-2";
    vi.advanceTimersByTime(600);
    // It is written down already: there is nothing left to fix.
    notes.fix("req_1", "gen-9");
    vi.advanceTimersByTime(600);
    notes.close();
    expect(attach.mock.calls).toEqual([
      [
        { requestId: "req_1", generationId: "gen-1" },
        { requestId: "req_1.2", generationId: "gen-2" },
      ],
    ]);
  });

  it("comes again when the store was away, as it was, and nothing of what is over meanwhile", async () => {
    const notes = createGenerationNotes({ attach });
    const exchange = { generationId: "gen-1" };
    notes.add("req_1", exchange);
    notes.add("req_2", { generationId: "gen-2" });
    let fail = (): void => undefined;
    attach.mockImplementationOnce(() => new Promise((_resolve, reject) => (fail = () => reject(new Error("away")))));
    await vi.advanceTimersByTimeAsync(500);
    notes.remove("req_2");
    exchange.generationId = "gen-9";
    fail();
    await vi.advanceTimersByTimeAsync(1_500);
    notes.close();
    expect(attach.mock.calls.slice(1)).toEqual([[{ requestId: "req_1", generationId: "gen-1" }]]);
  });
});
