// CHAT-11
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPartialJson } from "./partial-json.js";

describe("the beginning of a JSON text", () => {
  it.each<[string, unknown]>([
    ["{", {}],
    ['{"ci', {}],
    ['{"city"', {}],
    ['{"city":', {}],
    ['{"city":"', { city: "" }],
    ['{"city":"Os', { city: "Os" }],
    ['{"city":"Oslo"', { city: "Oslo" }],
    ['{"city":"Oslo", "pop', { city: "Oslo" }],
    ['{"city":"Oslo","population":70', { city: "Oslo" }],
    ['{"city":"Oslo","population":700,', { city: "Oslo", population: 700 }],
    ['{"open":tr', {}],
    ['{"open":true}', { open: true }],
    ['[{"a":[1,2', [{ a: [1] }]],
    ['[{"a":[1,2]', [{ a: [1, 2] }]],
    ['{"a":{"b":{}},"c":["x"', { a: { b: {} }, c: ["x"] }],
    ['{"a":"say \\"hi\\', { a: 'say "hi' }],
    ['{"a":"\\\\', { a: "\\" }],
    ['{"a":"\\u00e', { a: "" }],
    ['{"a":"x\\ud83d', { a: "x" }],
    ['{"a":"x\\ud83d\\ude', { a: "x" }],
    ['{"a":"b, c: {d"', { a: "b, c: {d" }],
    ['```json\n{"a":1,', { a: 1 }],
    ['{"a":1}\n```', { a: 1 }],
  ])("%s", (text, value) => {
    expect(readPartialJson(text)).toEqual(value);
  });

  it.each(["", "  ", "```json\n", "Here it is: {", '"text"', "12", "[}"])("tells nothing of %j", (text) => {
    expect(readPartialJson(text)).toBeUndefined();
  });

  it("is a value wherever the text is cut, and at its end the whole", () => {
    fc.assert(
      fc.property(fc.oneof(fc.object(), fc.array(fc.jsonValue())), fc.nat({ max: 2 }), fc.nat(), (value, indent, place) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(readPartialJson(text)).toEqual(JSON.parse(text));
        expect(typeof readPartialJson(text.slice(0, 1 + (place % text.length)))).toBe("object");
      }),
      { numRuns: 2_000 },
    );
  });
});
