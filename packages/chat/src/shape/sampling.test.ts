import { expect, it } from "vitest";
import { shaped, step, warningCodes } from "../__fixtures__/shaped.js";
import { target } from "../__fixtures__/targets.js";
import { shapePlain } from "./plain.js";

const MODEL = "openrouter/openai/gpt-4o";

it("writes every parameter under its wire name, zero and empty ones too", () => {
  const params = {
    temperature: 0,
    topP: 0.5,
    topK: 40,
    minP: 0.1,
    frequencyPenalty: -1,
    presencePenalty: 0,
    repetitionPenalty: 1.1,
    seed: 0,
    stop: ["END"],
    maxTokens: 100,
  };
  expect(shaped(target(MODEL, { params })).body).toMatchObject({
    temperature: 0,
    top_p: 0.5,
    top_k: 40,
    min_p: 0.1,
    frequency_penalty: -1,
    presence_penalty: 0,
    repetition_penalty: 1.1,
    seed: 0,
    stop: ["END"],
    max_completion_tokens: 100,
  });
});

it("sends nothing that was not set", () => {
  const plan = shaped(target(MODEL));
  expect(Object.keys(plan.body)).toEqual(["model", "messages", "stream"]);
  expect(step(plan, "sampling")?.applied).toBe(false);
});

it("takes the request's parameters over the configured ones, key by key", () => {
  const configured = target(MODEL, { params: { temperature: 1, seed: 7 } });
  expect(shaped(configured, { params: { temperature: 0 } }).body).toMatchObject({ temperature: 0, seed: 7 });
});

it("takes a parameter that is undefined for one that was not given", () => {
  const configured = target(MODEL, { params: { temperature: 1, seed: 7 } });
  const input = { params: { temperature: undefined, seed: 8 } };
  expect(shaped(configured, input).body).toMatchObject({ temperature: 1, seed: 8 });
  expect(shapePlain(configured, { messages: [{ role: "user", content: "Hello" }], ...input })?.body).toMatchObject({ temperature: 1 });
});

it("lowers maxTokens to what the model can write, and says so", () => {
  const plan = shaped(target(MODEL, { row: { maxOutputTokens: 4096 }, params: { maxTokens: 9000 } }));
  expect(plan.body["max_completion_tokens"]).toBe(4096);
  expect(warningCodes(plan)).toEqual(["max_tokens_limited"]);
  expect(shaped(target(MODEL, { params: { maxTokens: 9000 } })).body["max_completion_tokens"]).toBe(9000);
});

it("says nothing about a limit that is not passed, or not there", () => {
  const limited = target(MODEL, { row: { maxOutputTokens: 4096 } });
  for (const params of [{}, { maxTokens: 4096 }, { maxTokens: 1 }]) expect(shaped(limited, { params }).warnings).toEqual([]);
  expect(shaped(target(MODEL), { params: { maxTokens: 9 } }).warnings).toEqual([]);
});
