import type { JsonObject, JsonValue } from "@openclaw/core";

/** The same value with every object's keys in code-unit order: equal values are equal bytes, on every machine and locale. */
export function stableJson(value: JsonObject): JsonObject {
  return sorted(value) as JsonObject;
}

function sorted(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => sorted(item) ?? null);
  const entries = Object.entries(value as JsonObject).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]));
}
