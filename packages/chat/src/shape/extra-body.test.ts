import { expect, it } from "vitest";
import type { JsonObject } from "@openclaw/core";
import { shaped, step, warningCodes } from "../__fixtures__/shaped.js";
import { CUSTOM_URL, target } from "../__fixtures__/targets.js";

const MODEL = "openrouter/openai/gpt-4o";

function body(extraBody: JsonObject, more: JsonObject = {}) {
  return shaped(target(MODEL, { params: { temperature: 1, ...more, extraBody } })).body;
}

// CHAT-9
it("has the last word over everything that shaping made, on custom base URLs too", () => {
  expect(body({ temperature: 0, models: ["openai/gpt-4o", "x/y"], plugins: [{ id: "fusion" }], tools: null })).toMatchObject({
    temperature: 0,
    models: ["openai/gpt-4o", "x/y"],
    plugins: [{ id: "fusion" }],
    tools: null,
  });
  expect(shaped(target(MODEL, { baseUrl: CUSTOM_URL, params: { extraBody: { top_a: 0 } } })).body["top_a"]).toBe(0);
});

// CHAT-9
it.each(["model", "messages", "stream"])("may not set %s, whatever the value", (key) => {
  for (const value of ["x", null, false])
    expect(() => body({ [key]: value })).toThrow(
      expect.objectContaining({ code: "input_invalid", message: `extraBody may not set "${key}".` }),
    );
});

// CHAT-3
it("cannot bring store, and is told so", () => {
  const plan = shaped(target(MODEL, { params: { extraBody: { store: true } } }));
  expect(plan.body).not.toHaveProperty("store");
  expect(warningCodes(plan)).toEqual(["param_dropped"]);
});

it("cannot reach an object's prototype", () => {
  const odd = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"a":1},"prototype":{"a":1},"top_a":1}') as JsonObject;
  const plan = shaped(target(MODEL, { params: { extraBody: odd } }));
  expect(Object.getOwnPropertyNames(plan.body)).toEqual(["model", "messages", "stream", "top_a"]);
  expect((plan.body as { polluted?: unknown }).polluted).toBeUndefined();
  expect(step(plan, "extra-body")?.reason).toBe("top_a");
});

it("says what to do when it may not set a field", () => {
  expect(() => body({ model: "x/y" })).toThrow(
    expect.objectContaining({ hint: "Choose the model with the model reference, and remove the field from params.extraBody." }),
  );
});

it("may switch reasoning off with a value that is no object, in place of what the level says", () => {
  const plan = shaped(target("openrouter/acme/thinker"), { thinking: "high", params: { extraBody: { reasoning: null } } });
  expect(plan.body["reasoning"]).toBeNull();
});
