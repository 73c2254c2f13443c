import { readNumber, readObject } from "@openclaw/core";

/** Tokens and money of one answer (CHAT-10; API reference §2.8). Counts are the provider's own; what it did not say is 0, and cost is absent. */
export interface Usage {
  /** All prompt tokens, cached ones included. */
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
  /** Read from the provider's prompt cache. */
  readonly cachedTokens: number;
  /** Written to the provider's prompt cache. */
  readonly cacheWriteTokens: number;
  readonly reasoningTokens: number;
  /** Billed, in USD. */
  readonly costUsd?: number;
}

/** Reads the `usage` object; `undefined` when there is none. */
export function readUsage(value: unknown): Usage | undefined {
  const usage = readObject(value);
  if (usage === undefined) return undefined;
  const prompt = readObject(usage["prompt_tokens_details"]) ?? {};
  const completion = readObject(usage["completion_tokens_details"]) ?? {};
  const promptTokens = count(usage["prompt_tokens"]);
  const completionTokens = count(usage["completion_tokens"]);
  const costUsd = readNumber(usage["cost"]);
  return {
    promptTokens,
    completionTokens,
    totalTokens: count(usage["total_tokens"]) || promptTokens + completionTokens,
    cachedTokens: count(prompt["cached_tokens"]),
    cacheWriteTokens: count(prompt["cache_write_tokens"] ?? prompt["cache_creation_input_tokens"]),
    reasoningTokens: count(completion["reasoning_tokens"]),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}

function count(value: unknown): number {
  return Math.max(0, readNumber(value) ?? 0);
}

/** Adds up several answers, such as the steps of a tool loop. The cost is the sum of what was billed, absent when nothing was said. */
export function addUsage(a: Usage | undefined, b: Usage | undefined): Usage | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const costUsd = a.costUsd === undefined && b.costUsd === undefined ? undefined : (a.costUsd ?? 0) + (b.costUsd ?? 0);
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    totalTokens: a.totalTokens + b.totalTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}
