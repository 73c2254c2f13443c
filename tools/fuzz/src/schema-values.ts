import fc from "fast-check";

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);

/** Values that a JSON Schema describes, roughly: enough structure to reach deep, wrong often enough to be refused on the way. */
export function valuesOf(schema: unknown, depth = 0): fc.Arbitrary<unknown> {
  if (!isSchema(schema) || depth > 7) return fc.jsonValue({ maxDepth: 1 });
  if ("const" in schema) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom<unknown>(...(schema["enum"] as unknown[]));
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) return fc.oneof(...choices.map((choice: unknown) => valuesOf(choice, depth + 1)));
  if (Array.isArray(schema["allOf"])) return valuesOf(schema["allOf"][0], depth + 1);
  switch (schema["type"]) {
    case "object":
      return objectsOf(schema, depth);
    case "array":
      return fc.array(valuesOf(schema["items"], depth + 1), { maxLength: 3 });
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.oneof(fc.nat(100_000), fc.constantFrom(0, 1, -1, 18_789, 180));
    case "number":
      return fc.oneof(fc.double({ noNaN: true }), fc.nat(1000));
    case "string":
      return texts;
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

const texts = fc.oneof(
  fc.constantFrom(
    "openrouter/auto",
    "openrouter/anthropic/claude-sonnet-4.6",
    "openrouter/x/y:free",
    "https://openrouter.ai/api/v1",
    `\${HOME}`,
  ),
  fc.constantFrom("30s", "low", "final", "~/x", "../x", "/etc/passwd", "*", "default", "sonnet"),
  fc.string({ maxLength: 10 }),
);

function objectsOf(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const properties = isSchema(schema["properties"]) ? Object.entries(schema["properties"]).filter(([name]) => name !== "$include") : [];
  const known = fc.record(Object.fromEntries(properties.map(([name, inner]) => [name, valuesOf(inner, depth + 1)])), { requiredKeys: [] });
  const more = schema["additionalProperties"];
  if (!isSchema(more)) return thinned(known);
  const extra = fc.dictionary(fc.oneof(texts, fc.stringMatching(/^[a-z]{1,8}$/)), valuesOf(more, depth + 1), { maxKeys: 2 });
  return fc.tuple(thinned(known), extra).map(([own, others]) => ({ ...own, ...others }));
}

/** Leaves most members out, so that a document of forty sections stays small. */
function thinned(objects: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return fc
    .tuple(objects, fc.array(fc.nat(2), { minLength: 8, maxLength: 8 }))
    .map(([object, keep]) => Object.fromEntries(Object.entries(object).filter((_, index) => keep[index % keep.length] === 0)));
}
