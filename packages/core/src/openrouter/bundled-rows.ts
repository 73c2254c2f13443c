import type { ModelRow } from "./model-row.js";

/** Rows that are known without a catalogue (REF-2, as in OpenClaw). Prices as the page states them. */
export const BUNDLED_ROWS: readonly ModelRow[] = [
  {
    id: "openrouter/auto",
    name: "OpenRouter Auto",
    contextTokens: 200_000,
    maxOutputTokens: 8_192,
    inputModalities: ["text", "image"],
    outputModalities: ["text"],
    pricing: { prompt: "-1", completion: "-1" },
  },
  kimi("moonshotai/kimi-k2.6", "MoonshotAI: Kimi K2.6", { prompt: "0.0000008", completion: "0.0000035", input_cache_read: "0.0000002" }),
  kimi("moonshotai/kimi-k2.5", "MoonshotAI: Kimi K2.5", { prompt: "0.00000044", completion: "0.000002", input_cache_read: "0.00000022" }),
];

function kimi(id: string, name: string, pricing: Readonly<Record<string, string>>): ModelRow {
  return {
    id,
    name,
    contextTokens: 262_144,
    maxOutputTokens: 262_144,
    inputModalities: ["text", "image"],
    outputModalities: ["text"],
    supportedParameters: "max_tokens reasoning response_format structured_outputs temperature tool_choice tools top_p".split(" "),
    reasoning: { mandatory: false, maxTokens: false },
    pricing,
  };
}
