import type { ModelTraits } from "@openclaw/core";

/** What a request may use at most. */
export interface RequestBounds {
  /** Tokens of the prompt; `promptTokenBound` when they were not counted. */
  readonly promptTokens: number;
  /** The requested maximum. Default: what the model can write at most. */
  readonly maxTokens?: number | undefined;
  readonly imagesIn?: number | undefined;
  readonly imagesOut?: number | undefined;
  readonly webSearches?: number | undefined;
  /** Answers asked for (`n`). Default 1. */
  readonly choices?: number | undefined;
}

/**
 * The most a request can cost: price × requested maximum, the dearest price where the provider may choose (SRV-4). `undefined` when the model's prices or
 * limits are not known: then nothing can be promised, and a key with a budget should be refused or given a fixed hold.
 */
export function estimateUsd(
  traits: Pick<ModelTraits, "price" | "maxOutputTokens" | "contextTokens">,
  bounds: RequestBounds,
): number | undefined {
  const { price } = traits;
  if (price === undefined) return undefined;
  const { imagesIn = 0, imagesOut = 0, webSearches = 0, choices = 1 } = bounds;
  // A prompt beyond the window is refused, and not billed.
  const promptTokens = Math.min(bounds.promptTokens, traits.contextTokens ?? Infinity);
  const limits = [bounds.maxTokens, traits.maxOutputTokens, traits.contextTokens].filter((limit): limit is number => limit !== undefined);
  const perAnswer = dearest(price.completionUsd, price.reasoningUsd, price.audioOutputUsd);
  if (limits.length === 0 && perAnswer > 0) return undefined;
  // The whole prompt may be written to the cache, which costs more than reading it.
  const prompt = promptTokens * dearest(price.promptUsd, price.cacheWriteUsd, price.cacheWrite1hUsd, price.audioUsd);
  const answer = choices * (limits.length === 0 ? 0 : Math.min(...limits)) * perAnswer;
  const extras = imagesIn * (price.imageUsd ?? 0) + imagesOut * (price.imageOutputUsd ?? 0) + webSearches * (price.webSearchUsd ?? 0);
  return prompt + answer + extras + (price.requestUsd ?? 0);
}

/** No tokenizer makes more tokens than there are bytes; a few are added for the roles and marks around each message. */
export function promptTokenBound(bytes: number, messages: number): number {
  return bytes + 16 * messages + 16;
}

function dearest(...prices: readonly (number | undefined)[]): number {
  return Math.max(0, ...prices.filter((price): price is number => price !== undefined));
}
