import type { ModelPrice } from "@openclaw/core";
import type { Usage } from "../usage.js";

/** What the provider's prompt cache did for some answers. */
export interface CacheReport {
  /** Share of prompt tokens that came from the cache, 0 to 1; 0 when there were none. */
  readonly hitRate: number;
  readonly cachedTokens: number;
  readonly cacheWriteTokens: number;
  readonly promptTokens: number;
  /** Against the same tokens without a cache; negative when writing cost more than reading has saved yet. Absent when prices are not known. */
  readonly savedUsd?: number;
}

/** Adds up the cache figures of answers of one model. */
export function reportCache(usages: readonly Usage[], price?: ModelPrice): CacheReport {
  const sum = (read: (usage: Usage) => number): number => usages.reduce((total, usage) => total + read(usage), 0);
  const cachedTokens = sum((usage) => usage.cachedTokens);
  const cacheWriteTokens = sum((usage) => usage.cacheWriteTokens);
  const promptTokens = sum((usage) => usage.promptTokens);
  const savedUsd = saved(cachedTokens, cacheWriteTokens, price);
  return {
    hitRate: promptTokens === 0 ? 0 : cachedTokens / promptTokens,
    cachedTokens,
    cacheWriteTokens,
    promptTokens,
    ...(savedUsd === undefined ? {} : { savedUsd }),
  };
}

function saved(cachedTokens: number, cacheWriteTokens: number, price: ModelPrice | undefined): number | undefined {
  if (price?.promptUsd === undefined || price.cacheReadUsd === undefined) return undefined;
  const read = cachedTokens * (price.promptUsd - price.cacheReadUsd);
  // Where no write price is listed, writing is free.
  const write = price.cacheWriteUsd === undefined ? 0 : cacheWriteTokens * (price.cacheWriteUsd - price.promptUsd);
  return read - write;
}
