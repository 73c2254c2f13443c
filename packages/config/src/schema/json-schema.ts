import { type JsonObject, readArray, readObject } from "@openclaw/core";
import * as z from "zod/mini";
import { configSchema } from "./config-schema.js";
import { descriptions } from "./parts.js";

const INCLUDE: JsonObject = {
  description: "Replaced by the content of this file, or of these files merged in order; keys beside it win.",
  anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }],
};

/** The JSON Schema of `openclaw.json`, generated from the schema that checks it (CFG-8); `$schema` in a file points editors at it. */
export function configJsonSchema(): JsonObject {
  const generated: unknown = z.toJSONSchema(configSchema, {
    target: "draft-2020-12",
    io: "input",
    metadata: descriptions,
  });
  return {
    $id: "https://openclaw.ai/schemas/openclaw.json",
    title: "openclaw.json",
    description: "Configuration of OpenClaw. JSON5 with digit separators, ${VAR} references and $include.",
    ...(withIncludes(generated) as JsonObject),
  };
}

/** Any object may be included from another file; the checker never sees that, an editor does. */
function withIncludes(schema: unknown): unknown {
  const items = readArray(schema);
  if (items !== undefined) return items.map(withIncludes);
  const object = readObject(schema);
  if (object === undefined) return schema;
  const inner = Object.fromEntries(Object.entries(object).map(([key, value]) => [key, withIncludes(value)]));
  const properties = readObject(inner["properties"]);
  return properties === undefined ? inner : { ...inner, properties: { ...properties, $include: INCLUDE } };
}
