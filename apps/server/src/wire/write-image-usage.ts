import type { ImageUsage } from "@openclaw/media";

/** The usage of pictures in OpenAI's words, with OpenRouter's cost beside it. */
export function writeImageUsage({ inputTokens = 0, outputTokens = 0, costUsd }: ImageUsage): Readonly<Record<string, number>> {
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    ...(costUsd === undefined ? {} : { cost: costUsd }),
  };
}
