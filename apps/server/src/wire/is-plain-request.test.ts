import fc from "fast-check";
import { expect, it } from "vitest";
import { chatRequestSchema } from "./chat-request-schema.js";
import { isPlainRequest } from "./is-plain-request.js";

const odd = fc.constantFrom<unknown>(null, 0, -1, 1.5, 3, Number.MAX_VALUE, "", "x", true, {}, [], ["x"], [{ type: "text", text: "x" }]);
const message = fc.oneof(
  { weight: 5, arbitrary: fc.record({ role: fc.constantFrom("user", "system", "assistant"), content: fc.string() }) },
  fc.record({ role: fc.constantFrom<unknown>("user", "tool", "developer", 1), content: odd, name: odd }, { requiredKeys: [] }),
);
const field = (good: fc.Arbitrary<unknown>) => fc.oneof({ weight: 5, arbitrary: good }, odd);
const request = fc.record(
  {
    messages: field(fc.array(message, { maxLength: 3 })),
    model: field(fc.string()),
    stream: field(fc.boolean()),
    max_tokens: field(fc.integer({ min: 1 })),
    max_completion_tokens: field(fc.integer()),
    temperature: field(fc.double({ min: -1, max: 3 })),
    top_p: field(fc.double({ min: 0, max: 1, noNaN: true })),
    user: field(fc.string()),
  },
  { requiredKeys: [] },
);

it("calls nothing plain that the schema would refuse or change (SRV-1)", () => {
  let plain = 0;
  fc.assert(
    fc.property(request, (body) => {
      if (!isPlainRequest(body)) return;
      plain++;
      expect(chatRequestSchema.parse(body)).toEqual(body);
    }),
    { numRuns: 3_000 },
  );
  expect(plain).toBeGreaterThan(50);
});

it("leaves whatever else is asked for to the schema", () => {
  const messages = [{ role: "user", content: "x" }];
  expect(isPlainRequest({ messages, model: "a/b", stream: true, max_tokens: 1, temperature: 0 })).toBe(true);
  for (const more of [
    { tools: [] },
    { n: 2 },
    { top_k: 1 },
    { unknown: 1 },
    { max_tokens: 0 },
    { temperature: Number.NaN },
    { model: null },
  ])
    expect(isPlainRequest({ messages, ...more })).toBe(false);
  expect([
    isPlainRequest({}),
    isPlainRequest({ messages: [] }),
    isPlainRequest(JSON.parse('{"messages":[{"role":"user","content":"x","__proto__":1}]}') as object as Record<string, unknown>),
  ]).toEqual([false, false, false]);
});
