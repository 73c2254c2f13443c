import { describe, expect, it } from "vitest";
import { parseModelRef } from "../model-ref.js";
import { BUNDLED_ROWS } from "../openrouter/bundled-rows.js";
import { type ModelRow, readModelRow } from "../openrouter/model-row.js";
import type { ModelTraits } from "./model-traits.js";
import { resolveTraits } from "./resolve-traits.js";

const traitsOf = (wireId: string, facts?: Readonly<Record<string, unknown>>): ModelTraits => {
  const row = facts === undefined ? undefined : readModelRow({ id: wireId, ...facts });
  return resolveTraits(parseModelRef(wireId, { allowWireId: true }), row);
};
const reasoning = (wire: unknown) => traitsOf("x/y", { reasoning: wire }).reasoning;

// REF-3
describe("a model without a row", () => {
  it("is taken for little: text, tools kept, nothing switched on", () => {
    expect(traitsOf("x/y")).toEqual({
      known: false,
      input: ["text"],
      output: ["text"],
      tools: undefined,
      structuredOutput: undefined,
      skipReasoning: false,
      cacheMarkers: false,
      prefill: false,
      noPrefillWhileReasoning: false,
      noForcedToolWhileReasoning: false,
      sanitizeThoughtSignatures: false,
      backfillReasoningContent: false,
      shortToolCallIds: false,
      replay: "other",
    });
  });

  it("still has the manners of its family", () => {
    expect(traitsOf("anthropic/claude-unheard-of")).toMatchObject({ known: false, cacheMarkers: true, replay: "anthropic" });
  });
});

// REF-3
describe("a row", () => {
  it("becomes flat traits", () => {
    expect(
      traitsOf("x/y", {
        name: "Y",
        top_provider: { context_length: 200_000, max_completion_tokens: 64_000 },
        architecture: { input_modalities: ["text", "image", "decisions"], output_modalities: ["text"] },
        supported_parameters: ["tools", "structured_outputs"],
        pricing: { prompt: "0.1" },
        supported_voices: ["af_alloy"],
      }),
    ).toMatchObject({
      known: true,
      name: "Y",
      contextTokens: 200_000,
      maxOutputTokens: 64_000,
      input: ["text", "image"],
      output: ["text"],
      tools: true,
      structuredOutput: true,
      price: { promptUsd: 0.1 },
      voices: ["af_alloy"],
    });
  });

  it("without a list of parameters says nothing about tools; a list without them says no", () => {
    expect(traitsOf("x/y", {}).tools).toBeUndefined();
    expect(traitsOf("x/y", { supported_parameters: ["temperature"] })).toMatchObject({ tools: false, structuredOutput: false });
    expect(traitsOf("x/y", { supported_parameters: ["response_format"] }).structuredOutput).toBe(true);
  });

  it("of a router says nothing about the model that will answer", () => {
    expect(
      traitsOf("openrouter/auto", { supported_parameters: ["temperature"], pricing: { prompt: "-1", completion: "-1" } }),
    ).toMatchObject({
      tools: undefined,
      structuredOutput: undefined,
      skipReasoning: true,
    });
    expect(traitsOf("openrouter/auto", { pricing: { prompt: "-1" } })).not.toHaveProperty("price");
  });
});

// REF-3: efforts, mandatory, budget
describe("reasoning", () => {
  it.each([
    ["any effort", { supported_efforts: null }, { mandatory: false, budget: false, toggle: false }],
    ["listed efforts", { supported_efforts: ["high", "low", "unheard-of"] }, { efforts: ["high", "low"] }],
    ["on and off only", { supported_efforts: [] }, { toggle: true }],
    ["mandatory", { mandatory: true, default_effort: "medium" }, { mandatory: true, defaultEffort: "medium" }],
    ["an unheard-of default", { default_effort: "frantic" }, { mandatory: false }],
    ["a budget", { supports_max_tokens: true }, { budget: true }],
  ])("%s", (_what, wire, traits) => {
    expect(reasoning(wire)).toMatchObject(traits);
  });

  it("is no trait of a model whose row does not speak of it", () => {
    expect(reasoning(undefined)).toBeUndefined();
  });

  it("lists no efforts when none is known", () => {
    expect(reasoning({ supported_efforts: ["unheard-of"] })).not.toHaveProperty("efforts");
    expect(reasoning({ default_effort: "frantic" })).not.toHaveProperty("defaultEffort");
  });

  it("is known from the parameters where the row has no object", () => {
    expect(traitsOf("x/y", { supported_parameters: ["reasoning"] }).reasoning).toEqual({ mandatory: false, budget: false, toggle: false });
    expect(traitsOf("x/y", { supported_parameters: ["tools"] })).not.toHaveProperty("reasoning");
  });

  // CHAT-7
  it("of DeepSeek V4 has its own efforts, whatever its row lists", () => {
    expect(traitsOf("deepseek/deepseek-v4-pro", { reasoning: { supported_efforts: ["xhigh", "high"] } })).toMatchObject({
      backfillReasoningContent: true,
      reasoning: { efforts: ["xhigh", "high", "none"], toggle: false },
    });
    expect(traitsOf("deepseek/deepseek-v3.2").backfillReasoningContent).toBe(false);
  });
});

// REF-3: the one place that looks at ids
describe("families", () => {
  it.each<[string, Partial<ModelTraits>]>([
    ["anthropic/claude-sonnet-4.5", { replay: "anthropic", cacheMarkers: true, prefill: true, noPrefillWhileReasoning: true }],
    ["anthropic/claude-sonnet-4.6", { cacheMarkers: true, prefill: false }],
    ["anthropic/claude-opus-5", { prefill: false }],
    ["~Anthropic/claude-haiku-latest", { replay: "anthropic", cacheMarkers: true }],
    ["google/gemini-3.1-pro-preview", { replay: "google", sanitizeThoughtSignatures: true }],
    ["google/gemma-4-31b-it", { replay: "google", sanitizeThoughtSignatures: false }],
    ["openai/gpt-5.4:nitro", { replay: "openai" }],
    ["x-ai/grok-4.6", { replay: "xai" }],
    ["moonshotai/kimi-k2.6", { replay: "moonshot", prefill: true }],
    ["mistralai/mistral-nemo", { replay: "mistral", shortToolCallIds: true }],
    ["openrouter/hunter-alpha", { skipReasoning: true }],
    ["openrouter/fusion", { skipReasoning: false }],
    ["evil/anthropic", { replay: "other", cacheMarkers: false }],
  ])("%s", (wireId, traits) => {
    expect(traitsOf(wireId)).toMatchObject(traits);
  });

  it("an alias has the manners of the model that it stands for", () => {
    expect(traitsOf("~anthropic/claude-opus-latest", { alias_target: { slug: "anthropic/claude-opus-5" } }).prefill).toBe(false);
    expect(traitsOf("~anthropic/claude-opus-latest", { alias_target: { slug: "Anthropic/Claude-Opus-4.5:nitro" } })).toMatchObject({
      prefill: true,
      cacheMarkers: true,
    });
  });
});

// REF-2
it("every bundled row becomes traits that can be worked with", () => {
  const traits = BUNDLED_ROWS.map((row: ModelRow) => resolveTraits(parseModelRef(row.id, { allowWireId: true }), row));
  for (const one of traits) expect(one).toMatchObject({ known: true, input: ["text", "image"], output: ["text"] });
  expect(traits.map(({ price }) => price)).toEqual([
    undefined,
    { promptUsd: 0.0000008, completionUsd: 0.0000035, cacheReadUsd: 0.0000002 },
    { promptUsd: 0.00000044, completionUsd: 0.000002, cacheReadUsd: 0.00000022 },
  ]);
});
