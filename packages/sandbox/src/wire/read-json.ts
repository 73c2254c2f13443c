/** A JSON object as it came in: every member must be read before it is believed. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at `key`, or an empty one: for reading deeper without a chain of checks. */
export function objectAt(source: JsonObject, key: string): JsonObject {
  const value = source[key];
  return isObject(value) ? value : {};
}

export function textAt(source: JsonObject, key: string): string | undefined {
  const value = source[key];
  return typeof value === "string" ? value : undefined;
}

export function numberAt(source: JsonObject, key: string): number | undefined {
  const value = source[key];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function listAt(source: JsonObject, key: string): unknown[] {
  const value = source[key];
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The members of the list at `key` that are objects; anything else is left out. */
export function objectsAt(source: JsonObject, key: string): JsonObject[] {
  return listAt(source, key).filter(isObject);
}

export function textsAt(source: JsonObject, key: string): string[] {
  return listAt(source, key).filter((item) => typeof item === "string");
}

/** Parses JSON, or gives `undefined` where the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
