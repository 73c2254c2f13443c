import { readUsage, type Usage } from "@openclaw/chat";
import { readNumber, readObject } from "@openclaw/core/internal";

/** Usage in any of the provider's spellings: chat's, responses' and messages'. */
export function readAnyUsage(value: unknown): Usage | undefined {
  const usage = readObject(value);
  if (usage === undefined) return undefined;
  const input = readNumber(usage["input_tokens"]);
  const output = readNumber(usage["output_tokens"]);
  if (input === undefined && output === undefined) return readUsage(usage);
  const inputDetails = readObject(usage["input_tokens_details"]) ?? {};
  const outputDetails = readObject(usage["output_tokens_details"]) ?? {};
  const cached = readNumber(inputDetails["cached_tokens"] ?? usage["cache_read_input_tokens"]) ?? 0;
  const costUsd = readNumber(usage["cost"]);
  return {
    promptTokens: input ?? 0,
    completionTokens: output ?? 0,
    totalTokens: readNumber(usage["total_tokens"]) ?? (input ?? 0) + (output ?? 0),
    cachedTokens: cached,
    cacheWriteTokens: readNumber(usage["cache_creation_input_tokens"]) ?? 0,
    reasoningTokens: readNumber(outputDetails["reasoning_tokens"]) ?? 0,
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}
