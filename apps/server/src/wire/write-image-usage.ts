import type { ImageUsage } from "@openclaw/media";

/** The usage of pictures in OpenAI's words, with OpenRouter's cost beside it. */
export function writeImageUsage({ promptTokens = 0, completionTokens = 0, costUsd }: ImageUsage): Readonly<Record<string, number>> {
  return {
    input_tokens: promptTokens,
    output_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    ...(costUsd === undefined ? {} : { cost: costUsd }),
  };
}
