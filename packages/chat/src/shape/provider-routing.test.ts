import { expect, it } from "vitest";
import { shaped, step, warningCodes } from "../__fixtures__/shaped.js";
import { CUSTOM_URL, target } from "../__fixtures__/targets.js";
import { providerRouting } from "./provider-routing.js";

const MODEL = "openrouter/meta-llama/llama-4";
// Every documented field.
const PROVIDER = {
  order: ["groq", "deepinfra/turbo"],
  allow_fallbacks: false,
  only: ["groq"],
  ignore: ["azure"],
  require_parameters: true,
  data_collection: "deny",
  zdr: true,
  enforce_distillable_text: true,
  quantizations: ["fp8"],
  sort: { by: "price", partition: "none" },
  max_price: { prompt: "1", completion: 2 },
  preferred_min_throughput: { p50: 20 },
  preferred_max_latency: 3,
};

// CHAT-5; the page's claim 14
it("forwards the routing object whole, with every documented field", () => {
  expect(shaped(target(MODEL, { params: { provider: PROVIDER } })).body["provider"]).toEqual(PROVIDER);
});

// CHAT-5
it("is in the body before any other shaping", () => {
  const context = { target: target(MODEL), input: { messages: [] }, params: { provider: PROVIDER } };
  expect(providerRouting.apply({ headers: {}, body: {} }, context).draft.body).toEqual({ provider: PROVIDER });
  expect(shaped(target(MODEL)).steps[0]?.step).toBe("provider-routing");
});

// CHAT-5
it("takes the request's own routing over the configured one, and extraBody's over both", () => {
  const configured = target(MODEL, { params: { provider: { order: ["groq"] } } });
  expect(shaped(configured, { params: { provider: { order: ["azure"] } } }).body["provider"]).toEqual({ order: ["azure"] });
  expect(shaped(configured, { params: { extraBody: { provider: { sort: "price" } } } }).body["provider"]).toEqual({ sort: "price" });
});

// NET-2
it("goes to verified OpenRouter only, and a custom base URL is told so", () => {
  const plan = shaped(target(MODEL, { baseUrl: CUSTOM_URL, params: { provider: PROVIDER } }));
  expect(plan.body).not.toHaveProperty("provider");
  expect(warningCodes(plan)).toEqual(["provider_dropped"]);
});

it("leaves the field out when nothing is configured, or an empty object", () => {
  for (const params of [{}, { provider: {} }]) {
    const plan = shaped(target(MODEL, { params }));
    expect(plan.body).not.toHaveProperty("provider");
    expect(step(plan, "provider-routing")?.applied).toBe(false);
  }
});
