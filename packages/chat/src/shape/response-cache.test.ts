import type { ModelParams } from "@openclaw/core";
import { expect, it } from "vitest";
import { shaped } from "../__fixtures__/shaped.js";
import { CUSTOM_URL, target } from "../__fixtures__/targets.js";

function headers(params: ModelParams, baseUrl?: string): Record<string, string> {
  const plan = shaped(target("openrouter/openai/gpt-4o", { params, ...(baseUrl === undefined ? {} : { baseUrl }) }));
  return Object.fromEntries(Object.entries(plan.headers).filter(([name]) => name.startsWith("X-OpenRouter-Cache")));
}

// CHAT-9
it.each<readonly [ModelParams, Record<string, string>]>([
  [{}, {}],
  [{ responseCache: true }, { "X-OpenRouter-Cache": "true" }],
  [{ responseCache: false }, { "X-OpenRouter-Cache": "false" }],
  [
    { responseCache: true, responseCacheTtlSeconds: 60.9 },
    { "X-OpenRouter-Cache": "true", "X-OpenRouter-Cache-TTL": "60" },
  ],
  [
    { responseCache: true, responseCacheTtlSeconds: 0 },
    { "X-OpenRouter-Cache": "true", "X-OpenRouter-Cache-TTL": "1" },
  ],
  [
    { responseCache: true, responseCacheTtlSeconds: 1e9 },
    { "X-OpenRouter-Cache": "true", "X-OpenRouter-Cache-TTL": "86400" },
  ],
  [{ responseCache: true, responseCacheTtlSeconds: Number.NaN }, { "X-OpenRouter-Cache": "true" }],
  [
    { responseCache: true, responseCacheClear: true },
    { "X-OpenRouter-Cache": "true", "X-OpenRouter-Cache-Clear": "true" },
  ],
  [{ responseCache: true, responseCacheClear: false }, { "X-OpenRouter-Cache": "true" }],
  [{ responseCacheTtlSeconds: 60, responseCacheClear: true }, {}],
  [{ responseCache: false, responseCacheTtlSeconds: 60, responseCacheClear: true }, { "X-OpenRouter-Cache": "false" }],
])("%j becomes the headers %j", (params, wanted) => {
  expect(headers(params)).toEqual(wanted);
});

// NET-2
it("goes to verified OpenRouter only", () => {
  expect(headers({ responseCache: true }, CUSTOM_URL)).toEqual({});
});

// Trap 33
it("is not missed because of the order of fields: equal requests are equal bytes", () => {
  const one = shaped(target("openrouter/openai/gpt-4o", { params: { seed: 1, temperature: 0, extraBody: { user: "a", transforms: [] } } }));
  const other = shaped(
    target("openrouter/openai/gpt-4o", { params: { extraBody: { transforms: [], user: "a" }, temperature: 0, seed: 1 } }),
  );
  expect(JSON.stringify(other.body)).toBe(JSON.stringify(one.body));
  expect(Object.keys(one.body)).toEqual(["model", "messages", "stream", "seed", "temperature", "transforms", "user"]);
});
