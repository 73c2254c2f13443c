import { expect, it } from "vitest";
import { shaped, step } from "../__fixtures__/shaped.js";
import { target } from "../__fixtures__/targets.js";

// CHAT-3; the page's claim 12
it("names each parameter that has no way into the body, forwards none, and keeps their values to itself", () => {
  const other = {
    serviceTier: "flex",
    service_tier: "flex",
    store: true,
    promptCacheRetention: "24h",
    reasoning_effort: "private-value",
    metadata: { a: "b" },
    odd: undefined,
  };
  const plan = shaped(target("openrouter/openai/gpt-4o", { params: { other } }));
  expect(Object.keys(plan.body)).toEqual(["model", "messages", "stream"]);
  expect(plan.warnings.map((warning) => /"(\w+)"/.exec(warning.message)?.[1])).toEqual([
    "serviceTier",
    "service_tier",
    "store",
    "promptCacheRetention",
    "reasoning_effort",
    "metadata",
  ]);
  expect(JSON.stringify(plan)).not.toContain("private-value");
  expect(step(plan, "unsupported-fields")?.reason).toContain("serviceTier");
});

it("has nothing to say when nothing is left over", () => {
  expect(shaped(target("openrouter/openai/gpt-4o")).warnings).toEqual([]);
});
