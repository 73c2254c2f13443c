/** A JSON value and object as they come off the wire or go onto it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

// Lenient readers for values of unknown origin: the value when it has the type, else undefined. They never throw.

/** An object that is no list. */
export function readObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

/** A list, whatever is in it. */
export function readArray(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** A text, the empty one too. */
export function readString(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** A finite number, also when it was sent as a decimal string. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Parses JSON; `undefined` when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

type Defined<Fields> = { readonly [Key in keyof Fields as undefined extends Fields[Key] ? never : Key]: Fields[Key] } & {
  readonly [Key in keyof Fields as undefined extends Fields[Key] ? Key : never]?: Exclude<Fields[Key], undefined>;
};

/** The fields that have a value: what is absent is left out, not set to `undefined`. */
export function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  const given: Record<string, unknown> = {};
  // An object off the wire may have a field of this name, which would become the prototype.
  for (const [name, value] of Object.entries(fields)) if (value !== undefined && name !== "__proto__") given[name] = value;
  return given as Defined<Fields>;
}
