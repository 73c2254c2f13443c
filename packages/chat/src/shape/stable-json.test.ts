import { expect, it } from "vitest";
import { stableJson } from "./stable-json.js";

it("sorts keys at every depth, in objects inside lists too", () => {
  const schema = { type: "object", anyOf: [{ b: 1, a: 2 }], $defs: { z: { y: 1, x: 2 }, c: {} } };
  expect(JSON.stringify(stableJson(schema))).toBe('{"$defs":{"c":{},"z":{"x":2,"y":1}},"anyOf":[{"a":2,"b":1}],"type":"object"}');
});

it("keeps the author's order of properties, because models write them in that order", () => {
  const schema = {
    type: "object",
    properties: { reasoning: { type: "string", minLength: 1 }, answer: { type: "object", properties: { z: {}, a: {} } } },
  };
  expect(JSON.stringify(stableJson(schema))).toBe(
    '{"properties":{"reasoning":{"minLength":1,"type":"string"},"answer":{"properties":{"z":{},"a":{}},"type":"object"}},"type":"object"}',
  );
});

it("leaves out what is undefined, keeps null, and copies a key called __proto__ as a key", () => {
  const odd = JSON.parse('{"__proto__":{"a":1},"b":null}') as Record<string, null>;
  const result = stableJson({ ...odd, c: undefined });
  expect(JSON.stringify(result)).toBe('{"__proto__":{"a":1},"b":null}');
  expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  expect(Object.keys(result)).toEqual(["__proto__", "b"]);
});
