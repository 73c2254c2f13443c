import { readNumber } from "../json.js";
import type { ModelPrice } from "./model-traits.js";

const FIELDS: Readonly<Record<string, keyof ModelPrice>> = {
  prompt: "promptUsd",
  completion: "completionUsd",
  input_cache_read: "cacheReadUsd",
  input_cache_write: "cacheWriteUsd",
  input_cache_write_1h: "cacheWrite1hUsd",
  request: "requestUsd",
  image: "imageUsd",
  image_output: "imageOutputUsd",
  audio: "audioUsd",
  audio_output: "audioOutputUsd",
  internal_reasoning: "reasoningUsd",
  web_search: "webSearchUsd",
};

/**
 * Reads the catalogue's price strings (USD per unit, exponent notation included). Negative means "not known" (routers publish `-1`)
 * and is left out, so that nothing is ever multiplied by it. `undefined` when no price is known.
 */
export function readPrice(pricing: Readonly<Record<string, string>>): ModelPrice | undefined {
  const price: { -readonly [Key in keyof ModelPrice]?: number } = {};
  for (const [key, field] of Object.entries(FIELDS)) {
    const value = readNumber(pricing[key]);
    if (value !== undefined && value >= 0) price[field] = value;
  }
  return price.promptUsd === undefined && price.completionUsd === undefined && Object.keys(price).length === 0 ? undefined : price;
}
