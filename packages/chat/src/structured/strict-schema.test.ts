// CHAT-11
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { toJsonSchema } from "../tools/standard-schema.js";
import { strictSchema } from "./strict-schema.js";

const written = (schema: z.ZodType) => toJsonSchema(schema);
const closed = { type: "object", additionalProperties: false } as const;
const text = { type: "string" } as const;

describe("a schema that providers are to enforce", () => {
  it("takes no other properties, at any depth", () => {
    const person = z.object({ name: z.string() });
    expect(strictSchema(written(z.object({ lead: person, others: z.array(person), either: z.union([person, z.null()]) })))).toEqual({
      ...closed,
      properties: {
        lead: { ...closed, properties: { name: text }, required: ["name"] },
        others: { type: "array", items: { ...closed, properties: { name: text }, required: ["name"] } },
        either: { anyOf: [{ ...closed, properties: { name: text }, required: ["name"] }, { type: "null" }] },
      },
      required: ["lead", "others", "either"],
    });
  });

  it("is closed where it refers to itself too", () => {
    const tree: z.ZodType = z.lazy(() => z.object({ leaf: z.string(), branches: z.array(tree) }));
    const { $defs } = strictSchema(written(z.object({ tree }))) as { $defs: Record<string, object> };
    expect(Object.values($defs)).toEqual([expect.objectContaining({ additionalProperties: false })]);
  });

  it("keeps what it says of values as it is, whatever these look like", () => {
    const schema = { ...closed, properties: { mode: { enum: [{ type: "object", properties: {} }] } }, required: ["mode"] };
    expect(strictSchema(schema)).toEqual(schema);
  });

  it.each<[string, z.ZodType]>([
    ["an optional property", z.object({ name: z.string().optional() })],
    ["an optional property further down", z.object({ list: z.array(z.object({ name: z.string().optional() })) })],
    ["an optional property in a choice", z.object({ either: z.union([z.object({ name: z.string().optional() }), z.null()]) })],
    ["an optional property in a tuple", z.object({ pair: z.tuple([z.object({ name: z.string().optional() })]) })],
    ["a property with a default", z.object({ count: z.number().default(1) })],
    ["names that are not known", z.object({ ages: z.record(z.string(), z.number()) })],
    ["an object that takes others", z.looseObject({ name: z.string() })],
    ["an exclusive choice", z.object({ shape: z.discriminatedUnion("kind", [z.object({ kind: z.literal("dot") })]) })],
    ["an intersection", z.object({ both: z.intersection(z.object({ a: z.string() }), z.union([z.string(), z.number()])) })],
  ])("cannot have %s", (_what, schema) => {
    expect(strictSchema(written(schema))).toBeUndefined();
  });
});
