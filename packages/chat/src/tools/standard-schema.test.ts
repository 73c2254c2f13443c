import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type StandardSchema, toJsonSchema, validate } from "./standard-schema.js";

describe("a standard schema", () => {
  it("writes JSON Schema without a dialect line", () => {
    expect(toJsonSchema(z.object({ a: z.number() }))).toEqual({ type: "object", properties: { a: { type: "number" } }, required: ["a"] });
  });

  it("names each problem with its place", async () => {
    expect(await validate(z.object({ a: z.object({ b: z.string() }) }), { a: { b: 1 } })).toEqual({
      problems: [expect.stringMatching(/^a\.b: /)],
    });
  });

  it("that cannot write JSON Schema is refused with what to use instead", () => {
    const plain: StandardSchema = { "~standard": { version: 1, vendor: "plain", validate: (value) => ({ value }) } };
    expect(() => toJsonSchema(plain)).toThrow(/"plain" cannot write JSON Schema/);
  });
});
