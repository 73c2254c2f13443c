import type { FinishReason, Usage } from "@openclaw/chat";

/** Usage as OpenRouter writes it; OpenAI's clients read the part they know. */
export function writeUsage(usage: Usage): Readonly<Record<string, unknown>> {
  return {
    prompt_tokens: usage.promptTokens,
    completion_tokens: usage.completionTokens,
    total_tokens: usage.totalTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedTokens, cache_write_tokens: usage.cacheWriteTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    ...(usage.costUsd === undefined ? {} : { cost: usage.costUsd }),
  };
}

const FINISH = {
  stop: "stop",
  length: "length",
  "tool-calls": "tool_calls",
  "content-filter": "content_filter",
} as const satisfies Record<Exclude<FinishReason, "other">, string>;

/** OpenAI's clients accept a short list only: a reason that is new to us reads as `stop`, and stands raw in `native_finish_reason`. */
export function writeFinishReason(reason: FinishReason): string {
  return reason === "other" ? "stop" : FINISH[reason];
}
