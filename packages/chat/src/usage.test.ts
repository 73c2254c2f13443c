import { expect, it } from "vitest";
import { addUsage } from "./add-usage.js";
import { readUsage, type Usage } from "./usage.js";

const NOTHING: Usage = { promptTokens: 0, completionTokens: 0, totalTokens: 0, cachedTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };

// CHAT-10
it.each([
  [{}, NOTHING],
  [
    { prompt_tokens: 3, completion_tokens: 4 },
    { ...NOTHING, promptTokens: 3, completionTokens: 4, totalTokens: 7 },
  ],
  [
    { total_tokens: 9, cost: 0 },
    { ...NOTHING, totalTokens: 9, costUsd: 0 },
  ],
  [{ cost: "0.0000026" }, { ...NOTHING, costUsd: 0.0000026 }],
  [{ cost: "2.6e-6" }, { ...NOTHING, costUsd: 0.0000026 }],
  [{ prompt_tokens: -5, completion_tokens: "x", cost: null }, NOTHING],
  [
    { prompt_tokens_details: { cached_tokens: 2, cache_creation_input_tokens: 3 }, completion_tokens_details: [1] },
    { ...NOTHING, cachedTokens: 2, cacheWriteTokens: 3 },
  ],
  [
    {
      prompt_tokens_details: { cache_write_tokens: 4, cache_creation_input_tokens: 3 },
      completion_tokens_details: { reasoning_tokens: 5 },
    },
    { ...NOTHING, cacheWriteTokens: 4, reasoningTokens: 5 },
  ],
])("reads %j", (wire, usage) => {
  expect(readUsage(wire)).toEqual(usage);
});

it.each([null, undefined, 3, "x", []])("reads no usage from %j", (wire) => {
  expect(readUsage(wire)).toBeUndefined();
});

it("adds what was billed, and does not make up a cost", () => {
  const one = { ...NOTHING, promptTokens: 1, costUsd: 0.5 };
  expect(addUsage(one, one)).toEqual({ ...NOTHING, promptTokens: 2, costUsd: 1 });
  expect(addUsage(one, NOTHING)?.costUsd).toBe(0.5);
  expect(addUsage(NOTHING, NOTHING)).not.toHaveProperty("costUsd");
  expect(addUsage(undefined, one)).toBe(one);
  expect(addUsage(one, undefined)).toBe(one);
  expect(addUsage(undefined, undefined)).toBeUndefined();
});
