import type { JsonObject } from "@openclaw/core";
import { readArray, readObject } from "@openclaw/core/internal";
import * as z from "zod/mini";
import { configSchema } from "./config-schema.js";
import { keyDescription } from "./key-descriptions.js";
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
    ...(withDescriptions(withIncludes(generated), []) as JsonObject),
  };
}

/** Adds what `key-descriptions.ts` says of a key that has no words yet; nothing below a key that does nothing is explained. */
function withDescriptions(schema: unknown, path: readonly string[]): unknown {
  const object = readObject(schema);
  if (object === undefined) return schema;
  const text = keyDescription(path);
  const named = readObject(object["properties"]);
  const properties =
    named && Object.fromEntries(Object.entries(named).map(([name, inner]) => [name, withDescriptions(inner, [...path, name])]));
  const entries = ["additionalProperties", "items"].flatMap((name) =>
    readObject(object[name]) === undefined ? [] : [[name, withDescriptions(object[name], [...path, "*"])] as const],
  );
  const choices = ["anyOf", "oneOf"].flatMap((name) => {
    const variants = readArray(object[name]);
    return variants === undefined ? [] : [[name, variants.map((variant) => ofChoice(variant, path))] as const];
  });
  const own = text === undefined || object["description"] !== undefined ? {} : { description: text };
  return { ...own, ...object, ...(properties === undefined ? {} : { properties }), ...Object.fromEntries([...entries, ...choices]) };
}

/** A variant stands at the same path as the choice, whose words it need not repeat. */
function ofChoice(variant: unknown, path: readonly string[]): unknown {
  const described = readObject(withDescriptions(variant, path));
  const own = readObject(variant);
  if (described === undefined || own?.["description"] !== undefined) return described ?? variant;
  const { description: _repeated, ...rest } = described;
  return rest;
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
