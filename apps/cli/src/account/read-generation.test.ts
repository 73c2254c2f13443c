import { type Clock, createFetchTransport, createTarget } from "@openclaw/core";
import { type FakeReply, fakeFetch } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { readGenerationCost } from "./read-generation.js";

const target = createTarget({ model: "openrouter/hexgrad/kokoro-82m", apiKey: "sk-or-test-key" });
const told: FakeReply = { type: "json", body: { data: { total_cost: 0.0123 } } };
const notYet: FakeReply = { type: "json", status: 404, body: { error: { code: 404, message: "Generation gen-1 not found" } } };

/** What was told, after which waits, with how many requests. */
async function lookUp(replies: readonly FakeReply[]) {
  const waits: number[] = [];
  // A wait is over at once, and noted; the limits of a request never run out.
  const clock: Clock = {
    now: () => 0,
    after(delayMs, callback) {
      if (delayMs >= 3_000) return () => undefined;
      waits.push(delayMs);
      queueMicrotask(callback);
      return () => undefined;
    },
  };
  const fake = fakeFetch({ "/api/v1/generation": replies });
  const costUsd = await readGenerationCost("gen-1", target, { transport: createFetchTransport(fake.fetch), clock });
  return { costUsd, waits: waits.filter((waitMs) => waitMs > 0), requests: fake.calls.length };
}

// Trap 27
describe("what a generation cost", () => {
  it("is asked for at once, and again for some seconds while the provider does not know it yet", async () => {
    expect(await lookUp([told])).toEqual({ costUsd: 0.0123, waits: [], requests: 1 });
    expect(await lookUp([notYet, notYet, notYet, told])).toEqual({ costUsd: 0.0123, waits: [500, 1_000, 2_000], requests: 4 });
  });

  it("is not known when the provider does not know it in time, or cannot say", async () => {
    expect(await lookUp([notYet, notYet, notYet, notYet])).toMatchObject({ costUsd: undefined, requests: 4 });
    expect(await lookUp([{ type: "json", status: 401, body: { error: { code: 401, message: "No." } } }])).toMatchObject({
      costUsd: undefined,
      requests: 1,
    });
    expect((await lookUp([{ type: "json", body: { data: {} } }])).costUsd).toBeUndefined();
  });

  it("of a reply without an id is asked of nobody", async () => {
    const fake = fakeFetch({});
    expect(await readGenerationCost(undefined, target, { transport: createFetchTransport(fake.fetch) })).toBeUndefined();
    expect(fake.calls).toEqual([]);
  });
});
