import { expect, it } from "vitest";
import { estimateUsd, promptTokenBound } from "./estimate-usd.js";

const price = { promptUsd: 3e-6, completionUsd: 15e-6 };

// SRV-4
it("takes the prompt and the requested maximum at their prices", () => {
  expect(estimateUsd({ price, maxOutputTokens: 64_000 }, { promptTokens: 1000, maxTokens: 100 })).toBeCloseTo(0.0045, 12);
});

it("takes what the model can write at most when nothing, or more than that, was asked for", () => {
  const traits = { price, maxOutputTokens: 1000, contextTokens: 8000 };
  expect(estimateUsd(traits, { promptTokens: 0 })).toBeCloseTo(0.015, 12);
  expect(estimateUsd(traits, { promptTokens: 0, maxTokens: 1e9, choices: 2 })).toBeCloseTo(0.03, 12);
  expect(estimateUsd({ price, contextTokens: 8000 }, { promptTokens: 0 })).toBeCloseTo(0.12, 12);
});

it("takes no more of a prompt than the model's window", () => {
  expect(estimateUsd({ price, contextTokens: 8000 }, { promptTokens: 5e6, maxTokens: 0 })).toBeCloseTo(0.024, 12);
});

it("takes the dearest way the provider may count, and everything beside the tokens", () => {
  const dear = {
    ...price,
    cacheWriteUsd: 6e-6,
    reasoningUsd: 20e-6,
    imageUsd: 0.01,
    imageOutputUsd: 0.04,
    webSearchUsd: 0.005,
    requestUsd: 0.002,
  };
  const bounds = { promptTokens: 1000, maxTokens: 100, imagesIn: 2, imagesOut: 1, webSearches: 3 };
  expect(estimateUsd({ price: dear, maxOutputTokens: 1000 }, bounds)).toBeCloseTo(0.006 + 0.002 + 0.02 + 0.04 + 0.015 + 0.002, 12);
});

it("promises nothing where price or limit is not known, and knows that free is free", () => {
  expect(estimateUsd({ maxOutputTokens: 10 }, { promptTokens: 1 })).toBeUndefined();
  expect(estimateUsd({ price }, { promptTokens: 1 })).toBeUndefined();
  expect(estimateUsd({ price: { promptUsd: 0, completionUsd: 0 } }, { promptTokens: 1e6 })).toBe(0);
});

it("bounds the prompt by its bytes", () => {
  expect(promptTokenBound(1000, 2)).toBe(1048);
});
