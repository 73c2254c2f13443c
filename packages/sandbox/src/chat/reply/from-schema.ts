import { isObject, listAt, numberAt, objectAt, objectsAt, textAt, textsAt, type JsonObject } from "../../wire/read-json.js";

const DEEPEST = 12;
const FORMATS: Record<string, string> = {
  date: "2026-01-31",
  "date-time": "2026-01-31T12:00:00Z",
  time: "12:00:00Z",
  email: "sandbox@example.com",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/** Where values come from: the words of the prompt, one item of a list, the schema's own definitions. */
interface Source {
  prompt: string;
  root: JsonObject;
  /** Overrides for named string properties (a city out of several). */
  named: Record<string, string>;
}

/** A value that fits a JSON Schema, filled from the words of the prompt where they fit. Deterministic. */
export function valueFromSchema(schema: JsonObject, prompt: string, named: Record<string, string> = {}): unknown {
  return build(schema, { prompt, root: schema, named }, "", 0);
}

function build(given: JsonObject, source: Source, name: string, depth: number): unknown {
  const schema = resolve(given, source.root);
  if ("const" in schema) return schema["const"];
  const choices = listAt(schema, "enum");
  if (choices.length > 0) return choices.find((choice) => typeof choice === "string" && mentions(source.prompt, choice)) ?? choices[0];
  if (depth > DEEPEST) return null;
  switch (typeOf(schema)) {
    case "object":
      return buildObject(schema, source, depth);
    case "array":
      return buildArray(schema, source, name, depth);
    case "integer":
      return Math.round(numberFor(schema, source.prompt));
    case "number":
      return numberFor(schema, source.prompt);
    case "boolean":
      return !/\b(no|not|without|don't|false|off)\b/i.test(source.prompt);
    case "null":
      return null;
    default:
      return stringFor(schema, source, name);
  }
}

/** Follows `$ref`, merges `allOf`, takes the first real branch of `anyOf` and `oneOf`. */
function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  const reference = textAt(schema, "$ref");
  if (reference?.startsWith("#")) {
    let place: unknown = root;
    for (const part of reference.split("/").slice(1))
      place = isObject(place) ? place[part.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
    return isObject(place) ? resolve(place, root) : {};
  }
  const branches = [...objectsAt(schema, "anyOf"), ...objectsAt(schema, "oneOf")];
  const branch = branches.find((candidate) => candidate["type"] !== "null") ?? branches[0];
  if (branch !== undefined) return resolve(branch, root);
  const parts = objectsAt(schema, "allOf");
  if (parts.length === 0) return schema;
  const merged = parts.map((part) => resolve(part, root));
  return {
    ...schema,
    ...(Object.assign({}, ...merged) as JsonObject),
    properties: Object.assign({}, objectAt(schema, "properties"), ...merged.map((part) => objectAt(part, "properties"))) as JsonObject,
    required: [schema, ...merged].flatMap((part) => textsAt(part, "required")),
  };
}

function typeOf(schema: JsonObject): string {
  const type = schema["type"];
  if (typeof type === "string") return type;
  const first = textsAt(schema, "type").find((item) => item !== "null");
  return (
    first ?? ("properties" in schema ? "object" : "items" in schema ? "array" : Object.keys(schema).length === 0 ? "object" : "string")
  );
}

function buildObject(schema: JsonObject, source: Source, depth: number): JsonObject {
  const properties = objectAt(schema, "properties");
  const required = textsAt(schema, "required");
  // Without a list of required members all are filled: a caller who named them wants to see them.
  const names = required.length > 0 ? required : Object.keys(properties);
  const entries = names.map((name) => [name, build(objectAt(properties, name), source, name, depth + 1)] as const);
  return Object.fromEntries(entries);
}

function buildArray(schema: JsonObject, source: Source, name: string, depth: number): unknown[] {
  const count = Math.min(20, Math.max(numberAt(schema, "minItems") ?? 1, Math.min(2, numberAt(schema, "maxItems") ?? 2)));
  const items = resolve(objectAt(schema, "items"), source.root);
  const free = typeOf(items) === "string" && !["enum", "const", "format", "maxLength", "pattern"].some((key) => key in items);
  return Array.from({ length: count }, (_, index) => {
    const item = build(items, source, name, depth + 1);
    return free && index > 0 ? `${String(item)} ${index + 1}` : item;
  });
}

function numberFor(schema: JsonObject, prompt: string): number {
  const spoken = Number(/-?\d+(?:\.\d+)?/.exec(prompt)?.[0] ?? 1);
  const lowest = numberAt(schema, "minimum") ?? (numberAt(schema, "exclusiveMinimum") ?? -Infinity) + 1;
  const highest = numberAt(schema, "maximum") ?? (numberAt(schema, "exclusiveMaximum") ?? Infinity) - 1;
  return Math.min(highest, Math.max(lowest, spoken));
}

function stringFor(schema: JsonObject, source: Source, name: string): string {
  const format = FORMATS[textAt(schema, "format") ?? ""];
  if (format !== undefined) return format;
  const text = source.named[name] ?? wordsFor(name, source.prompt);
  const longest = numberAt(schema, "maxLength") ?? 2000;
  return text.padEnd(numberAt(schema, "minLength") ?? 0, ".").slice(0, longest);
}

function wordsFor(name: string, prompt: string): string {
  if (/city|location|place|town|country/i.test(name)) return places(prompt)[0] ?? "Oslo";
  if (/name|person|who/i.test(name)) return properNouns(prompt)[0] ?? "Sandbox";
  const quoted = /["“'`]([^"”'`]{2,})["”'`]/.exec(prompt)?.[1];
  if (/path|file/i.test(name)) return /[\w./-]+\.\w{1,5}\b/.exec(prompt)?.[0] ?? quoted ?? "sandbox.txt";
  if (/url|link/i.test(name)) return /https?:\/\/\S+/.exec(prompt)?.[0] ?? "https://example.com/";
  return quoted ?? (prompt.trim() || "sandbox");
}

/** Names after `in`, `for`, `at`: "the weather in Oslo and New York" → Oslo, New York. */
export function places(prompt: string): string[] {
  const list =
    /\b(?:in|for|at|of)\s+((?:[A-ZÀ-Þ][\p{L}'-]+(?:\s+(?=[A-ZÀ-Þ]))?)+(?:\s*(?:,|and|or|&)\s*(?:and\s+)?(?:[A-ZÀ-Þ][\p{L}'-]+(?:\s+(?=[A-ZÀ-Þ]))?)+)*)/u.exec(
      prompt,
    )?.[1];
  return list === undefined ? [] : list.split(/\s*(?:,\s*and|,|\band\b|\bor\b|&)\s*/).filter((place) => place !== "");
}

function properNouns(prompt: string): string[] {
  return prompt.match(/(?<=\s)[A-ZÀ-Þ]\p{Ll}+/gu) ?? [];
}

function mentions(prompt: string, choice: string): boolean {
  return prompt.toLowerCase().includes(choice.toLowerCase());
}
