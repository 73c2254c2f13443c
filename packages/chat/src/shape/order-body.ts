import type { JsonObject, JsonValue } from "@openclaw/core/internal/stream";

// OpenRouter's response cache hashes the body as it is written: one order for all requests keeps equal requests equal (trap 33).
const ORDER = ["model", "messages", "tools", "tool_choice", "stream"];

/** Writes the body's fields in one fixed order: the ones everybody looks for first, the rest by name. Absent fields are left out. */
export function orderBody(body: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const ordered: Record<string, JsonValue> = {};
  for (const name of Object.keys(body).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
    const value = body[name];
    if (value !== undefined) ordered[name] = value;
  }
  return ordered;
}

/** What has no place of its own comes last. */
function rank(name: string): number {
  return ORDER.indexOf(name) + 1 || ORDER.length + 1;
}
