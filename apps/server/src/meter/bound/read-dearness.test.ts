import { expect, it } from "vitest";
import { createTarget, Secret } from "@openclaw/core";
import { readDearness } from "./read-dearness.js";

const target = (model: string) => createTarget({ model, apiKey: new Secret("sk-or-planted") });

// SRV-4
it.each([
  ["nothing of the kind", {}, 1],
  ["the usual", { speed: "standard", service_tier: "auto", provider: { order: ["openai"], sort: "price" } }, 1],
  ["a cheaper tier", { service_tier: "flex", provider: { only: ["google-vertex/flex"] } }, 1],
  ["Anthropic's fast mode", { speed: "fast" }, 6],
  ["a tier", { service_tier: "priority" }, 2.5],
  ["the same by its other name", { service_tier: "fast" }, 2.5],
  ["a tier by its slug", { provider: { order: ["openai/priority"] } }, 2.5],
  ["both", { speed: "fast", provider: { only: ["anthropic/priority"] } }, 6],
  ["what is none", { speed: 6, service_tier: null, provider: "openai/priority" }, 1],
])("holds for %s", (_what, sent, times) => {
  expect(readDearness(sent, target("openrouter/openai/gpt-4o-mini"))).toBe(times);
});

it("holds for a name that lets the provider choose its fastest tier", () => {
  expect(readDearness({}, target("openrouter/openai/gpt-4o-mini:nitro"))).toBe(2.5);
  expect(readDearness({}, target("openrouter/openai/gpt-4o-mini:floor"))).toBe(1);
});
