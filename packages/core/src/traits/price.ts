import { readNumber } from "../json.js";
import type { ModelPrice } from "./model-traits.js";

const NAMES =
  "prompt completion input_cache_read input_cache_write input_cache_write_1h request image image_output audio audio_output internal_reasoning web_search";

// `input_cache_write_1h` → `cacheWrite1hUsd`.
const FIELDS: readonly (readonly [name: string, field: keyof ModelPrice])[] = NAMES.split(" ").map((name) => {
  const field = name.replace(/^in(?:put|ternal)_/, "").replace(/_(.)/g, (_all, letter: string) => letter.toUpperCase());
  return [name, `${field}Usd` as keyof ModelPrice];
});

/**
 * Reads the catalogue's price strings (USD per unit, exponent notation included). Negative means "not known" (routers publish `-1`)
 * and is left out, so that nothing is ever multiplied by it. `undefined` when no price is known.
 */
export function readPrice(pricing: Readonly<Record<string, string>>): ModelPrice | undefined {
  const price: { -readonly [Key in keyof ModelPrice]?: number } = {};
  for (const [key, field] of FIELDS) {
    const value = readNumber(pricing[key]);
    if (value !== undefined && value >= 0) price[field] = value;
  }
  return Object.keys(price).length === 0 ? undefined : price;
}

/** Whether nothing at all is asked for what a model makes, by its row of the catalogue. */
export function isFree({ id, pricing }: { readonly id: string; readonly pricing: Readonly<Record<string, string>> }): boolean {
  if (id.endsWith(":free")) return true;
  const { promptUsd, completionUsd, ...others } = readPrice(pricing) ?? {};
  return promptUsd === 0 && completionUsd === 0 && Object.values(others).every((usd) => usd === 0);
}
