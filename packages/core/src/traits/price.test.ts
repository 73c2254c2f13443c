import { describe, expect, it } from "vitest";
import { readModelRow } from "../openrouter/model-row.js";
import { isFree, readPrice } from "./price.js";

// REF-3, trap 19
describe("a price", () => {
  it("is read from decimal and from exponent notation", () => {
    expect(readPrice({ prompt: "0.0000008", completion: "3.5e-6", input_cache_read: "2E-7" })).toEqual({
      promptUsd: 0.0000008,
      completionUsd: 0.0000035,
      cacheReadUsd: 0.0000002,
    });
  });

  it("that is negative is not known, and never a number to multiply", () => {
    expect(readPrice({ prompt: "-1", completion: "-1" })).toBeUndefined();
    expect(readPrice({ prompt: "-1000000", completion: "0.1" })).toEqual({ completionUsd: 0.1 });
  });

  it("of nothing is a price: the model is free", () => {
    expect(readPrice({ prompt: "0", completion: "0" })).toEqual({ promptUsd: 0, completionUsd: 0 });
  });

  it.each(["", "free", "NaN", "Infinity", " "])("%j is none", (text) => {
    expect(readPrice({ prompt: text })).toBeUndefined();
  });

  it("may be by the image, by the request or by the second alone", () => {
    expect(readPrice({ image: "0.04", discount: "0.5", unheard_of: "1" })).toEqual({ imageUsd: 0.04 });
  });
});

// REF-3, SRV-4: a budget that takes a song for free is overspent by it.
describe("a model whose tokens cost nothing", () => {
  const ZERO = { prompt: "0", completion: "0" };
  const rowOf = (id: string, output: readonly string[], pricing: Record<string, string>) => {
    const row = readModelRow({ id, architecture: { input_modalities: ["text"], output_modalities: output }, pricing });
    if (row === undefined) throw new Error("no row");
    return row;
  };

  it.each([
    ["stealth/ox-alpha", ["text"], ZERO],
    ["meta-llama/llama-3.3-70b-instruct:free", ["text"], {}],
    ["google/gemini-image:free", ["text", "image"], ZERO],
    ["sandbox/vectors", ["embeddings"], ZERO],
    ["sandbox/composer", ["text", "audio"], { ...ZERO, request: "0" }],
  ])("is free: %s, which makes %j", (id, output, pricing) => {
    expect(isFree(rowOf(id, output, pricing))).toBe(true);
  });

  it.each([
    // As OpenRouter lists them: a song costs cents, a second of a clip up to 40 of them.
    ["google/lyria-3-pro-preview", ["text", "audio"], ZERO],
    ["google/veo-3.1", ["video"], { ...ZERO, discount: "0" }],
  ])("is not free, and its price is not known, where it sells something else: %s", (id, output, pricing) => {
    const row = rowOf(id, output, pricing);
    expect(isFree(row)).toBe(false);
    expect(readPrice(row.pricing)).toBeUndefined();
  });

  it("is not free where the request, the picture or the answer costs", () => {
    expect(isFree(rowOf("cohere/rerank", ["rerank"], { ...ZERO, request: "0.001" }))).toBe(false);
    expect(isFree(rowOf("acme/flux", ["image"], { ...ZERO, image_output: "0.04" }))).toBe(false);
    expect(readPrice(rowOf("acme/flux", ["image"], { ...ZERO, image_output: "0.04" }).pricing)).toMatchObject({ imageOutputUsd: 0.04 });
    expect(isFree(rowOf("acme/two", ["text"], { ...ZERO, discount: "0.5" }))).toBe(true);
    expect(isFree(rowOf("acme/one", ["text"], { prompt: "0", completion: "0.000001" }))).toBe(false);
    expect(isFree(rowOf("openrouter/auto", ["text"], { prompt: "-1", completion: "-1" }))).toBe(false);
  });
});
