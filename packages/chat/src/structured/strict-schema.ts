import type { JsonObject } from "@openclaw/core";
import { readArray, readObject } from "@openclaw/core/internal";

/** Keywords whose values are schemas by name. */
const NAMED = ["properties", "$defs", "definitions"] as const;
/** Keywords that the providers that enforce schemas refuse. */
const NOT_ENFORCED = ["oneOf", "allOf", "not", "if", "patternProperties", "propertyNames", "dependentSchemas"] as const;

/**
 * The schema as providers enforce it: each object takes no other properties than those it names. Schema libraries leave that out, because they
 * drop what they do not know; OpenAI and Anthropic refuse an enforced schema that does not say it.
 *
 * `undefined` for a schema that cannot be enforced: an optional or freely named property, or a keyword that these providers do not take.
 */
export function strictSchema(schema: JsonObject): JsonObject | undefined {
  if (NOT_ENFORCED.some((keyword) => schema[keyword] !== undefined)) return undefined;
  const closed: Record<string, JsonObject[string]> = { ...schema };
  if (schema["type"] === "object" || schema["properties"] !== undefined) {
    if ((schema["additionalProperties"] ?? false) !== false) return undefined;
    const required = readArray(schema["required"]) ?? [];
    if (!Object.keys(readObject(schema["properties"]) ?? {}).every((name) => required.includes(name))) return undefined;
    closed["additionalProperties"] = false;
  }
  for (const keyword of NAMED) {
    if (schema[keyword] === undefined) continue;
    const members = Object.entries(readObject(schema[keyword]) ?? {}).map(([name, member]) => [name, closeMember(member)] as const);
    if (members.some(([, member]) => member === undefined)) return undefined;
    closed[keyword] = Object.fromEntries(members);
  }
  for (const keyword of ["anyOf", "prefixItems"] as const) {
    if (schema[keyword] === undefined) continue;
    const members = (readArray(schema[keyword]) ?? []).map(closeMember);
    if (!members.every((member) => member !== undefined)) return undefined;
    closed[keyword] = members;
  }
  if (schema["items"] !== undefined) {
    const items = closeMember(schema["items"]);
    if (items === undefined) return undefined;
    closed["items"] = items;
  }
  return closed;
}

function closeMember(member: unknown): JsonObject | undefined {
  const schema = readObject(member);
  return schema === undefined ? undefined : strictSchema(schema as JsonObject);
}
