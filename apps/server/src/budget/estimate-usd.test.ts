import { describe, expect, it } from "vitest";
import { estimateUsd } from "./estimate-usd.js";

const price = { promptUsd: 3e-6, completionUsd: 15e-6 };
const text = { price, output: ["text"] } as const;

// SRV-4
it("takes the prompt and the requested maximum at their prices", () => {
  expect(estimateUsd({ ...text, maxOutputTokens: 64_000 }, { promptTokens: 1000, maxTokens: 100 })).toBeCloseTo(0.0045, 12);
});

it("takes what the model can write at most when nothing, or more than that, was asked for", () => {
  const traits = { ...text, maxOutputTokens: 1000, contextTokens: 8000 };
  expect(estimateUsd(traits, { promptTokens: 0 })).toBeCloseTo(0.015, 12);
  expect(estimateUsd(traits, { promptTokens: 0, maxTokens: 1e9 })).toBeCloseTo(0.015, 12);
  expect(estimateUsd({ ...text, contextTokens: 8000 }, { promptTokens: 0 })).toBeCloseTo(0.12, 12);
});

it("takes no more of a prompt than the model's window, and all of it where nobody knows how long it is", () => {
  expect(estimateUsd({ ...text, contextTokens: 8000 }, { promptTokens: 5e6, maxTokens: 0 })).toBeCloseTo(0.024, 12);
  expect(estimateUsd({ ...text, contextTokens: 8000 }, { promptTokens: Infinity, maxTokens: 0 })).toBeCloseTo(0.024, 12);
  expect(estimateUsd(text, { promptTokens: Infinity, maxTokens: 1 })).toBeUndefined();
});

it("takes the dearest way the provider may count, and everything beside the tokens", () => {
  const dear = { ...price, cacheWriteUsd: 6e-6, reasoningUsd: 20e-6, imageUsd: 0.01, imageOutputUsd: 0.04, requestUsd: 0.002 };
  const bounds = { promptTokens: 1000, maxTokens: 100, imagesIn: 2, imagesOut: 1 };
  expect(estimateUsd({ ...text, price: dear, maxOutputTokens: 1000 }, bounds)).toBeCloseTo(0.006 + 0.002 + 0.02 + 0.04 + 0.002, 12);
});

it("takes all of it as often as a faster answer is dearer, but what a request costs by itself", () => {
  const bounds = { promptTokens: 1000, maxTokens: 100, dearness: 6 };
  expect(estimateUsd({ ...text, price: { ...price, requestUsd: 0.01 } }, bounds)).toBeCloseTo(6 * 0.0045 + 0.01, 12);
});

describe("prices for long prompts", () => {
  const overrides = [
    { minPromptTokens: 200_000, pricing: { prompt: "0.000006", completion: "0.0000225", input_cache_write: "0.0000075" } },
    { minPromptTokens: 500_000, pricing: { prompt: "0.00001" } },
  ];
  const traits = { ...text, contextTokens: 1_000_000 };

  it.each([
    [100_000, 0.3 + 0.0015],
    [300_000, 2.25 + 0.00225],
    [600_000, 6 + 0.00225],
    [Infinity, 10 + 0.00225],
  ])("are taken where the prompt may be as long: %d tokens", (promptTokens, usd) => {
    expect(estimateUsd(traits, { promptTokens, maxTokens: 100, overrides })).toBeCloseTo(usd, 9);
  });

  it("of an hour of the day are taken at any, and never make a request cheaper", () => {
    const bounds = { promptTokens: 1000, maxTokens: 100 };
    expect(estimateUsd(traits, { ...bounds, overrides: [{ pricing: { prompt: "0.00003" } }] })).toBeCloseTo(0.0315, 12);
    expect(estimateUsd(traits, { ...bounds, overrides: [{ pricing: { prompt: "0.0000001", completion: "-1" } }] })).toBeCloseTo(0.0045, 12);
  });
});

describe("pictures that a model paints", () => {
  const paints = { price: { ...price, imageOutputUsd: 120e-6 }, output: ["image", "text"], maxOutputTokens: 32_768 } as const;

  it("are each as large as the largest there are, where their number is known", () => {
    const bounds = { promptTokens: 0, maxTokens: 0 };
    expect(estimateUsd(paints, { ...bounds, imagesOut: 2 })).toBeCloseTo(2 * 16_384 * 120e-6, 9);
    expect(estimateUsd({ ...paints, maxOutputTokens: 8_192 }, { ...bounds, imagesOut: 1 })).toBeCloseTo(8_192 * 120e-6, 9);
  });

  it("are all that a chat may answer, where it is not", () => {
    expect(estimateUsd(paints, { promptTokens: 0 })).toBeCloseTo(32_768 * 120e-6, 9);
    expect(estimateUsd(paints, { promptTokens: 0, maxTokens: 2_000 })).toBeCloseTo(2_000 * 120e-6, 9);
    expect(estimateUsd({ ...paints, output: ["text"] }, { promptTokens: 0, maxTokens: 2_000 })).toBeCloseTo(0.03, 9);
  });
});

it("promises nothing where price or limit is not known, and knows that free is free", () => {
  expect(estimateUsd({ output: ["text"], maxOutputTokens: 10 }, { promptTokens: 1 })).toBeUndefined();
  expect(estimateUsd(text, { promptTokens: 1 })).toBeUndefined();
  expect(estimateUsd({ ...text, price: { promptUsd: 0, completionUsd: 0 } }, { promptTokens: Infinity })).toBe(0);
});
