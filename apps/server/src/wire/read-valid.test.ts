import { expect, it } from "vitest";
import * as z from "zod";
import type { Refusal } from "../errors/refusal.js";
import { readValid } from "./read-valid.js";

const schema = z.strictObject({
  stop: z.union([z.string(), z.array(z.string()).max(2)]).optional(),
  at: z.union([z.int(), z.iso.datetime()]).optional(),
  inner: z.strictObject({ a: z.string() }).optional(),
  either: z.union([z.string(), z.looseObject({ deep: z.looseObject({ n: z.number() }) })]).optional(),
});

const told = (body: unknown): unknown[] => {
  try {
    return [readValid(schema, body)];
  } catch (error) {
    const { message, param } = error as Refusal;
    return [message, param];
  }
};

// SRV-1
it.each([
  [{ stop: ["a", "b", "c"] }, "stop: Invalid input: expected string, received array, or Too big: expected array to have <=2 items", "stop"],
  [{ at: "2030-01-01" }, "at: Invalid ISO datetime", "at"],
  [{ either: { deep: { n: "secret" } } }, "either.deep.n: Invalid input: expected number, received string", "either.deep.n"],
  [{ max_budget: 5 }, "max_budget: There is no such field.", "max_budget"],
  [{ inner: { a: "x", b: 1 } }, "inner.b: There is no such field.", "inner.b"],
])("names of %j the field and what is wrong with it", (body, message, param) => {
  expect(told(body)).toEqual([message, param]);
});
