import { priceOf, type ModelRowWire } from "../catalogue/model-row.js";
import { roundUsd } from "../wire/round-usd.js";

/** Token counts of one answer. Cached and cache-write tokens are part of the prompt tokens. */
export interface TokenCounts {
  prompt: number;
  cached: number;
  cacheWrite: number;
  completion: number;
  reasoning: number;
  image: number;
  audio: number;
}

export interface Usage {
  counts: TokenCounts;
  promptUsd: number;
  completionUsd: number;
  costUsd: number;
}

/** What the counts cost at the row's prices. Sandbox models and routers cost nothing. */
export function priceUsage(row: ModelRowWire, counts: TokenCounts): Usage {
  const prompt = priceOf(row, "prompt");
  const fresh = counts.prompt - counts.cached - counts.cacheWrite;
  const read = priceOf(row, "input_cache_read") || prompt;
  const write = priceOf(row, "input_cache_write") || prompt;
  const pictures = priceOf(row, "image_output") || priceOf(row, "completion");
  const sounds = priceOf(row, "audio_output") || priceOf(row, "completion");
  const words = counts.completion - counts.image - counts.audio;
  const promptUsd = fresh * prompt + counts.cached * read + counts.cacheWrite * write + priceOf(row, "request");
  const completionUsd = words * priceOf(row, "completion") + counts.image * pictures + counts.audio * sounds;
  return { counts, promptUsd: roundUsd(promptUsd), completionUsd: roundUsd(completionUsd), costUsd: roundUsd(promptUsd + completionUsd) };
}

/** Usage of an answer from the response cache: nothing counted, nothing charged. */
export const FREE_USAGE: Usage = {
  counts: { prompt: 0, cached: 0, cacheWrite: 0, completion: 0, reasoning: 0, image: 0, audio: 0 },
  promptUsd: 0,
  completionUsd: 0,
  costUsd: 0,
};

/** The usage object of chat completions. */
export function writeUsage({ counts, promptUsd, completionUsd, costUsd }: Usage): object {
  return {
    prompt_tokens: counts.prompt,
    completion_tokens: counts.completion,
    total_tokens: counts.prompt + counts.completion,
    cost: costUsd,
    is_byok: false,
    prompt_tokens_details: { cached_tokens: counts.cached, cache_write_tokens: counts.cacheWrite, audio_tokens: 0, video_tokens: 0 },
    cost_details: {
      upstream_inference_cost: null,
      upstream_inference_prompt_cost: promptUsd,
      upstream_inference_completions_cost: completionUsd,
    },
    completion_tokens_details: { reasoning_tokens: counts.reasoning, audio_tokens: counts.audio, image_tokens: counts.image },
  };
}
