import type { ModelPrice, ModelTraits, PriceOverride } from "@openclaw/core";
import { readPrice } from "@openclaw/core/internal";

/** What a request may use at most. */
export interface RequestBounds {
  /** Tokens of the prompt; `Infinity` where it points at something whose size nobody knows: it is then taken for the whole window. */
  readonly promptTokens: number;
  /** The requested maximum. Default: what the model can write at most. */
  readonly maxTokens?: number | undefined;
  /** Pictures in the prompt, beside their tokens. */
  readonly imagesIn?: number | undefined;
  /** Pictures asked for by their number. Without it, whatever a model that paints may answer counts as picture. */
  readonly imagesOut?: number | undefined;
  /** What prices are multiplied by; 1 by default. */
  readonly dearness?: number | undefined;
  /** The catalogue's prices for long prompts and other hours. */
  readonly overrides?: readonly PriceOverride[] | undefined;
}

// The catalogue tells pictures by the token or by the piece and does not say which. No token is as dear as the cheapest picture.
const CHEAPEST_PICTURE_USD = 0.0005;
// The largest pictures there are take some 14 000 tokens of output.
const PICTURE_OUT_TOKENS = 16_384;

/**
 * The most a request can cost: price × requested maximum, the dearest price where the provider may choose (SRV-4). `undefined` when the model's prices or
 * limits are not known: then nothing can be promised, and a key with a budget should be refused or given a fixed hold.
 */
export function estimateUsd(
  traits: Pick<ModelTraits, "price" | "maxOutputTokens" | "contextTokens" | "output">,
  bounds: RequestBounds,
): number | undefined {
  if (traits.price === undefined) return undefined;
  const { imagesIn = 0, imagesOut, dearness = 1 } = bounds;
  // A prompt beyond the window is refused, and not billed.
  const promptTokens = Math.min(bounds.promptTokens, traits.contextTokens ?? Infinity);
  const prices = [traits.price, ...overridesOf(bounds.overrides, promptTokens)];
  const limit = Math.min(...[bounds.maxTokens, traits.maxOutputTokens, traits.contextTokens].map((tokens) => tokens ?? Infinity));
  const dearest = (read: (price: ModelPrice) => readonly (number | undefined)[]): number =>
    Math.max(0, ...prices.flatMap(read).filter((usd) => usd !== undefined));
  const pictureOut = dearest(({ imageOutputUsd }) => [imageOutputUsd]);
  const paints = imagesOut === undefined && traits.output.includes("image") && isByToken(pictureOut);
  // The whole prompt may be written to the cache, which costs more than reading it.
  const perPrompt = dearest((price) => [
    price.promptUsd,
    price.cacheWriteUsd,
    price.cacheWrite1hUsd,
    price.audioUsd,
    byToken(price.imageUsd),
  ]);
  const perAnswer = Math.max(
    dearest((price) => [price.completionUsd, price.reasoningUsd, price.audioOutputUsd]),
    paints ? pictureOut : 0,
  );
  if (promptTokens === Infinity && perPrompt > 0) return undefined;
  if (limit === Infinity && perAnswer > 0) return undefined;
  const perPicture = isByToken(pictureOut) ? pictureOut * Math.min(PICTURE_OUT_TOKENS, traits.maxOutputTokens ?? Infinity) : pictureOut;
  const tokens = (perPrompt > 0 ? promptTokens * perPrompt : 0) + (perAnswer > 0 ? limit * perAnswer : 0);
  const pictures = imagesIn * dearest(({ imageUsd }) => [imageUsd]) + (imagesOut ?? 0) * perPicture;
  return dearness * (tokens + pictures) + dearest(({ requestUsd }) => [requestUsd]);
}

function overridesOf(overrides: readonly PriceOverride[] = [], promptTokens: number): readonly ModelPrice[] {
  return overrides
    .filter(({ minPromptTokens = 0 }) => promptTokens >= minPromptTokens)
    .map(({ pricing }) => readPrice(pricing))
    .filter((price) => price !== undefined);
}

function isByToken(usd: number): boolean {
  return usd < CHEAPEST_PICTURE_USD;
}

function byToken(usd: number | undefined): number | undefined {
  return usd !== undefined && isByToken(usd) ? usd : undefined;
}
