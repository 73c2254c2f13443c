import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readModelRow, readModelRows } from "./model-row.js";

// REF-2, REF-3: a row as OpenRouter sends it
describe("reading a row", () => {
  it("keeps what traits and lists need", () => {
    expect(
      readModelRow({
        id: "anthropic/claude-sonnet-5",
        canonical_slug: "anthropic/claude-sonnet-5-20260630",
        name: "Anthropic: Claude Sonnet 5",
        created: 1_782_843_083,
        description: "Text.",
        context_length: 1_000_000,
        architecture: {
          modality: "text+image->text",
          input_modalities: ["text", "image", "file"],
          output_modalities: ["text"],
          tokenizer: "Claude",
        },
        pricing: { prompt: "0.000003", completion: "0.000015", discount: 0, overrides: [{ min_prompt_tokens: 200_000 }] },
        top_provider: { context_length: 200_000, max_completion_tokens: 64_000, is_moderated: false },
        supported_parameters: ["tools", "reasoning"],
        reasoning: { mandatory: false, supported_efforts: ["high", "low"], default_effort: "high", supports_max_tokens: true },
        supported_voices: null,
        expiration_date: "2027-01-01",
        links: { details: "/x" },
      }),
    ).toEqual({
      id: "anthropic/claude-sonnet-5",
      name: "Anthropic: Claude Sonnet 5",
      createdAt: 1_782_843_083,
      description: "Text.",
      contextTokens: 200_000,
      maxOutputTokens: 64_000,
      inputModalities: ["text", "image", "file"],
      outputModalities: ["text"],
      pricing: { prompt: "0.000003", completion: "0.000015", discount: "0" },
      supportedParameters: ["tools", "reasoning"],
      reasoning: { mandatory: false, supportedEfforts: ["high", "low"], defaultEffort: "high", maxTokens: true },
      expiresOn: "2027-01-01",
    });
  });

  it.each([
    [{ top_provider: { context_length: 5 }, context_length: 9 }, 5],
    [{ top_provider: { context_length: null }, context_length: 9 }, 9],
    [{ top_provider: null, context_length: "9" }, 9],
    [{ context_length: 0 }, undefined],
    [{ context_length: null }, undefined],
    [{}, undefined],
  ])("of %j takes the context window %j", (facts, contextTokens) => {
    expect(readModelRow({ id: "x/y", ...facts })?.contextTokens).toBe(contextTokens);
  });

  it("tells the modalities from the older spelling", () => {
    expect(readModelRow({ id: "x/y", architecture: { modality: "text+image->text+audio" } })).toMatchObject({
      inputModalities: ["text", "image"],
      outputModalities: ["text", "audio"],
    });
    expect(readModelRow({ id: "x/y", architecture: { modality: null } })).toMatchObject({ inputModalities: [], outputModalities: [] });
  });

  it("tells an alias by what it stands for", () => {
    expect(readModelRow({ id: "~x/y-latest", alias_target: { name: "Y", slug: "x/y-5" } })?.aliasTarget).toBe("x/y-5");
  });

  it("keeps no list apart from an empty list", () => {
    expect(readModelRow({ id: "x/y" })).not.toHaveProperty("supportedParameters");
    expect(readModelRow({ id: "x/y", supported_parameters: [] })?.supportedParameters).toEqual([]);
    expect(readModelRow({ id: "x/y", reasoning: { supported_efforts: null } })?.reasoning).toEqual({ mandatory: false, maxTokens: false });
  });

  it("keeps the prices of long prompts and of hours, and leaves out what is none", () => {
    const overrides = [
      { min_prompt_tokens: 200_000, prompt: "0.000006", completion: "0.0000225" },
      { utc_start: "0800", utc_end: "1600", utc_days: ["mon"], prompt: 0.5 },
      { min_prompt_tokens: 5 },
      null,
    ];
    expect(readModelRow({ id: "x/y", pricing: { prompt: "1", overrides } })?.priceOverrides).toEqual([
      { minPromptTokens: 200_000, pricing: { prompt: "0.000006", completion: "0.0000225" } },
      { pricing: { prompt: "0.5" } },
    ]);
    expect(readModelRow({ id: "x/y", pricing: { overrides: "none" } })).not.toHaveProperty("priceOverrides");
  });

  it("skips what has no id, and never throws", () => {
    expect(readModelRows({ data: [{ id: "x/y" }, {}, null, "x", { id: "" }, { id: 5 }] }).map((row) => row.id)).toEqual(["x/y"]);
    for (const body of [null, [], "x", { data: {} }, {}]) expect(readModelRows(body)).toEqual([]);
    fc.assert(
      fc.property(
        fc.jsonValue(),
        (value) => void readModelRow({ id: "x/y", pricing: value, architecture: value, top_provider: value, reasoning: value }),
      ),
    );
  });
});
