import { describe, expect, it } from "vitest";
import { readParams } from "./read-params.js";

// CHAT-5
describe("a configured parameter", () => {
  it.each<[name: string, value: unknown, read: unknown]>([
    ...["temperature", "topP", "minP", "frequencyPenalty", "presencePenalty", "repetitionPenalty"].flatMap(
      (name): [string, unknown, unknown][] => [0, -1.5, 2].map((value) => [name, value, value]),
    ),
    ["topK", 0, 0],
    ["topK", -3, -3],
    ["seed", 42, 42],
    ["maxTokens", 1, 1],
    ["stop", "END", ["END"]],
    ["stop", "", [""]],
    ["stop", ["a", "b"], ["a", "b"]],
    ["stop", [], []],
    ...["parallelToolCalls", "responseCache", "responseCacheClear"].flatMap((name): [string, unknown, unknown][] =>
      [true, false].map((value) => [name, value, value]),
    ),
    ...["none", "short", "long"].map((value): [string, unknown, unknown] => ["cacheRetention", value, value]),
    ...["chat", "images"].map((value): [string, unknown, unknown] => ["imageApi", value, value]),
    ["responseCacheTtlSeconds", 60.9, 60],
    ["responseCacheTtlSeconds", 0, 1],
    ["responseCacheTtlSeconds", -5, 1],
    ["responseCacheTtlSeconds", 1e9, 86_400],
    ["provider", { only: ["a"] }, { only: ["a"] }],
    ["extraBody", {}, {}],
  ])("%s: %j is %j", (name, value, read) => {
    expect(readParams({ [name]: value })).toStrictEqual({ params: { [name]: read }, warnings: [] });
  });

  it.each<[name: string, value: unknown]>([
    ["temperature", "0.5"],
    ["temperature", Number.NaN],
    ["temperature", Number.POSITIVE_INFINITY],
    ["temperature", true],
    ["topK", 1.5],
    ["topK", "1"],
    ["seed", []],
    ["maxTokens", 0],
    ["maxTokens", -1],
    ["maxTokens", 1.5],
    ["maxTokens", "100"],
    ["stop", 5],
    ["stop", ["a", 5]],
    ["stop", [5]],
    ["stop", {}],
    ["parallelToolCalls", "true"],
    ["parallelToolCalls", 1],
    ["responseCache", 0],
    ["cacheRetention", "forever"],
    ["cacheRetention", ""],
    ["cacheRetention", true],
    ["imageApi", "image"],
    ["responseCacheTtlSeconds", "60"],
    ["provider", "openai"],
    ["provider", []],
    ["extraBody", 1],
  ])("%s: %j is left out, and said", (name, value) => {
    expect(readParams({ [name]: value })).toStrictEqual({
      params: {},
      warnings: [{ code: "param_ignored", message: `The parameter ${name} has a value that cannot be used; it is left out.` }],
    });
  });

  it("that is absent, null or the thinking level is none, and what nobody knows goes by its own name", () => {
    expect(readParams({ temperature: null, topP: undefined, thinking: "high" })).toStrictEqual({ params: {}, warnings: [] });
    expect(readParams({ logit_bias: { 1: 2 }, user: "x", seed: 1, gone: null })).toStrictEqual({
      params: { seed: 1, other: { logit_bias: { 1: 2 }, user: "x" } },
      warnings: [],
    });
  });
});
