import type { JsonObject } from "@openclaw/core";
import type { StandardSchema } from "./standard-schema.js";

/**
 * A JSON Schema where a zod schema could stand: in `defineTool`, and in `completeObject`.
 *
 * Without `validate` whatever JSON comes back is taken for an `Output`: the schema is told to the model, and nobody checks its answer. With it, an
 * answer that does not fit is sent back with the issues, and a tool is not run.
 *
 * @param validate as in the Standard Schema interface: gives `{ value }`, or `{ issues }` with a message and a path each
 * @example
 * const place = jsonSchema<{ city: string }>({ type: "object", properties: { city: { type: "string" } }, required: ["city"] });
 */
export function jsonSchema<Output = JsonObject>(
  schema: JsonObject,
  validate: StandardSchema<Output>["~standard"]["validate"] = (value) => ({ value: value as Output }),
): StandardSchema<Output> {
  return { "~standard": { version: 1, vendor: "openclaw", validate, jsonSchema: { input: () => schema } } };
}
