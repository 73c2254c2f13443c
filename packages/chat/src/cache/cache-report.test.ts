import { describe, expect, it } from "vitest";
import type { Usage } from "../usage.js";
import { reportCache } from "./cache-report.js";

const usage = (promptTokens: number, cachedTokens: number, cacheWriteTokens = 0): Usage => ({
  promptTokens,
  completionTokens: 0,
  totalTokens: promptTokens,
  cachedTokens,
  cacheWriteTokens,
  reasoningTokens: 0,
});
const price = { promptUsd: 3e-6, cacheReadUsd: 3e-7, cacheWriteUsd: 3.75e-6 };

describe("the cache report", () => {
  it("counts the hit rate over all prompts and what it saved", () => {
    const report = reportCache([usage(1_000, 0, 1_000), usage(3_000, 1_000)], price);
    expect(report.hitRate).toBe(0.25);
    expect(report.savedUsd).toBeCloseTo(1_000 * 2.7e-6 - 1_000 * 0.75e-6, 10);
  });

  it("says that writing has cost more than reading saved so far", () => {
    expect(reportCache([usage(1_000, 0, 1_000)], price).savedUsd).toBeLessThan(0);
  });

  it("names no sum where a price is not known, and no rate above nothing", () => {
    expect(reportCache([], undefined)).toEqual({ hitRate: 0, cachedTokens: 0, cacheWriteTokens: 0, promptTokens: 0 });
  });
});
