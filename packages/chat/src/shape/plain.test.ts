import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HELLO } from "../__fixtures__/shaped.js";
import { CUSTOM_URL, deepFreeze, target, unknownTarget } from "../__fixtures__/targets.js";
import type { ChatInput } from "../chat-input.js";
import { shapeChat } from "./index.js";
import { shapePlain } from "./plain.js";

const MODELS = [
  "acme/one",
  "openai/gpt-4o-mini",
  "anthropic/claude-sonnet-4.6",
  "google/gemini-2.5-pro",
  "deepseek/deepseek-v4-pro",
  "openrouter/auto",
  "mistralai/small",
];
const targets = fc
  .record({ model: fc.constantFrom(...MODELS), custom: fc.boolean(), known: fc.boolean(), limit: fc.boolean() })
  .map(({ model, custom, known, limit }) => {
    const options = custom ? { baseUrl: CUSTOM_URL } : {};
    return known ? target(model, { ...options, row: limit ? { maxOutputTokens: 50 } : {} }) : unknownTarget(model, options);
  });
const text = fc.constantFrom("", " ", "Hi", "Hello there");
const source = fc.constantFrom({ model: "acme/one" }, { model: "anthropic/claude-sonnet-4.6", provider: "Anthropic" });
const message = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record(
      { role: fc.constant("user" as const), content: text, name: fc.constant("Ann") },
      { requiredKeys: ["role", "content"] },
    ),
  },
  { weight: 2, arbitrary: fc.record({ role: fc.constantFrom("system" as const, "developer" as const), content: text }) },
  fc.record({ role: fc.constant("assistant" as const), content: text, source, reasoning: text }, { requiredKeys: ["role", "content"] }),
  fc.record({ role: fc.constant("user" as const), content: fc.constant([{ type: "text" as const, text: "part" }]) }),
  fc.record({ role: fc.constant("tool" as const), toolCallId: fc.constant("a"), content: text }),
);
const params = fc.record(
  {
    temperature: fc.constantFrom(0, 1),
    maxTokens: fc.constantFrom(10, 100),
    stop: fc.constant(["x"]),
    provider: fc.constant({ order: ["a"] }),
    other: fc.constant({ store: true }),
  },
  { requiredKeys: [] },
);
const extras = fc.record({ thinking: fc.constantFrom("off" as const, "high" as const), sessionId: fc.constant("s") }, { requiredKeys: [] });
const input: fc.Arbitrary<ChatInput> = fc
  .record({
    before: fc.array(message, { maxLength: 2 }),
    last: fc.option(message, { freq: 1 }),
    given: fc.option(params, { freq: 1 }),
    more: fc.option(extras),
  })
  .map(({ before, last, given, more }) => ({
    messages: [...before, last ?? { role: "user", content: "Hello" }],
    ...(given === null ? {} : { params: given }),
    ...(last === null ? {} : more),
  }));

describe("a plain request", () => {
  it("is shaped as every other one: the same bytes, and nothing to warn of", () => {
    let plain = 0;
    fc.assert(
      fc.property(targets, input, (to, asked) => {
        const plan = shapePlain(deepFreeze(to), deepFreeze(asked));
        if (plan === undefined) return;
        plain++;
        const whole = shapeChat(to, asked);
        expect(JSON.stringify([plan.method, plan.url, plan.headers, plan.body])).toBe(
          JSON.stringify([whole.method, whole.url, whole.headers, whole.body]),
        );
        expect(whole.warnings).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
    expect(plain).toBeGreaterThan(100);
  });

  it.each<[string, Partial<ChatInput>]>([
    ["words alone", {}],
    ["sampling", { params: { temperature: 0, topP: 0.5, seed: 1, maxTokens: 9 } }],
    [
      "an earlier turn",
      {
        messages: [
          { role: "system", content: "Be kind." },
          ...HELLO,
          { role: "assistant", content: "Hi.", source: { model: "acme/one" } },
          ...HELLO,
        ],
      },
    ],
  ])("is one of %s", (_what, more) => {
    expect(shapePlain(target("acme/one"), { messages: HELLO, ...more })).toBeDefined();
  });

  it("says of its two steps what the whole shaping says of them", () => {
    const asked = { messages: HELLO, params: { temperature: 0 } };
    const { steps = [] } = shapePlain(target("acme/one"), asked) ?? {};
    expect(steps.map(({ step }) => step)).toEqual(["messages", "sampling"]);
    expect(shapeChat(target("acme/one"), asked).steps).toEqual(expect.arrayContaining([...steps]));
  });

  it.each<[string, Partial<ChatInput>]>([
    ["nothing to say", { messages: [] }],
    ["a blank prompt", { messages: [{ role: "user", content: " " }] }],
    ["thinking", { thinking: "high" }],
    ["a field that is not known yet", { later: true } as Partial<ChatInput>],
  ])("is not one with %s", (_what, more) => {
    expect(shapePlain(target("acme/one"), { messages: HELLO, ...more })).toBeUndefined();
  });

  it("is not one for a model whose cache wants markers, or that wants its earlier reasoning", () => {
    expect(shapePlain(target("anthropic/claude-sonnet-4.6"), { messages: HELLO })).toBeUndefined();
    expect(shapePlain(target("deepseek/deepseek-v4-pro"), { messages: HELLO })).toBeUndefined();
  });
});
