import type { JsonObject, JsonValue } from "@openclaw/core";

/**
 * The same JSON Schema with every object's keys in code-unit order: equal schemas are equal bytes, on every machine and locale. Only the
 * names under `properties` stay in their author's order, because models write them in that order.
 */
export function stableJson(value: JsonObject): JsonObject {
  return sorted(value, true) as JsonObject;
}

function sorted(value: JsonValue | undefined, sortKeys: boolean): JsonValue | undefined {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => sorted(item, true) ?? null);
  const entries = Object.entries(value as JsonObject).filter(([, item]) => item !== undefined);
  const ordered = sortKeys ? entries.sort(([a], [b]) => (a < b ? -1 : 1)) : entries;
  return Object.fromEntries(ordered.map(([key, item]) => [key, sorted(item, !(sortKeys && key === "properties"))]));
}
