import { expect, it } from "vitest";
import { attemptAttributes } from "./span-attributes.js";

const usage = (promptTokens: number, completionTokens: number) => ({
  promptTokens,
  completionTokens,
  totalTokens: promptTokens + completionTokens,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
});
const attempt = { model: "openrouter/a/b", keyLabel: "k", startedAtMs: 0, durationMs: 1 } as const;

// SRV-8
it("gives each attempt's span its own tokens, and an attempt that told none the answer's", () => {
  const failed = { ...attempt, outcome: "failed", reason: "stream", usage: usage(10, 1) } as const;
  const gave = { ...attempt, outcome: "succeeded", usage: usage(20, 2) } as const;
  const note = { model: "a/b", outcome: "finished", attempts: [failed, gave], usage: usage(30, 3) } as const;
  const facts = { note, endpoint: "chat.completions", baseUrl: "https://openrouter.ai/api/v1" };
  const tokensOf = (span: Readonly<Record<string, unknown>>): unknown[] => [
    span["gen_ai.usage.input_tokens"],
    span["gen_ai.usage.output_tokens"],
    span["gen_ai.response.model"],
  ];
  expect(tokensOf(attemptAttributes(failed, { ...facts, last: false }))).toEqual([10, 1, undefined]);
  expect(tokensOf(attemptAttributes(gave, { ...facts, last: true }))).toEqual([20, 2, "a/b"]);
  expect(tokensOf(attemptAttributes({ ...attempt, outcome: "succeeded" }, { ...facts, last: true }))).toEqual([30, 3, "a/b"]);
  expect(tokensOf(attemptAttributes({ ...attempt, outcome: "failed" }, { ...facts, last: true }))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
