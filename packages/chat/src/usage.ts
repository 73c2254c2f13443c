import { defined, readNumber, readObject } from "@openclaw/core/internal/stream";

/** Tokens and money of one answer (CHAT-10). Counts are the provider's own; what it did not say is 0, and cost is absent. */
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
  return {
    promptTokens,
    completionTokens,
    totalTokens: count(usage["total_tokens"]) || promptTokens + completionTokens,
    cachedTokens: count(prompt["cached_tokens"]),
    cacheWriteTokens: count(prompt["cache_write_tokens"] ?? prompt["cache_creation_input_tokens"]),
    reasoningTokens: count(completion["reasoning_tokens"]),
    ...defined({ costUsd: readNumber(usage["cost"]) }),
  };
}

function count(value: unknown): number {
  return Math.max(0, readNumber(value) ?? 0);
}
