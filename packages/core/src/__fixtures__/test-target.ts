import { createTarget } from "../create-target.js";
import type { ModelTarget } from "../target.js";

/** A target for tests; `contextTokens` replaces what its row would say. */
export function testTarget(
  model: string,
  options: { readonly keyLabel?: string; readonly contextTokens?: number; readonly apiKey?: string; readonly baseUrl?: string } = {},
): ModelTarget {
  const { keyLabel = "key-1", contextTokens, apiKey = "sk-or-v1-test-not-a-key", baseUrl } = options;
  const target = createTarget({ model, apiKey, keyLabel, ...(baseUrl === undefined ? {} : { baseUrl }) });
  return contextTokens === undefined ? target : { ...target, traits: { ...target.traits, contextTokens } };
}
