import fc from "fast-check";

/** Stands in for a secret: it must never be seen in a message or a redacted document. */
export const PLANTED_SECRET = "sk-or-v1-PLANTEDfuzz0000notARealKey9f3a7c1e5b2d";

/** Values that a field may hold by mistake or malice. */
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    0,
    -1,
    1.5,
    1e308,
    "",
    " ",
    "x",
    [],
    [null],
    [[]],
    {},
    { a: 1 },
    true,
    "__proto__",
    "constructor",
    "${X}",
    "${",
    "\u0000",
  ),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: "binary", maxLength: 12 }),
);

/** Every place in a JSON value, as the keys that lead there. */
export function placesOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => placesOf(item, [...path, key]))];
}

/** A copy with something else at one place; `undefined` takes it away. */
function withOdd(value: unknown, [key, ...rest]: readonly string[], odd: unknown): unknown {
  if (key === undefined) return odd;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (String(index) === key ? withOdd(item, rest, odd) : item));
  const entries = Object.entries(value as object).flatMap(([name, item]): [string, unknown][] => {
    if (name !== key) return [[name, item]];
    return rest.length === 0 && odd === undefined ? [] : [[name, withOdd(item, rest, odd)]];
  });
  return Object.fromEntries(entries);
}

/** The same values, with an odd one at up to three places. */
export function mutated(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const change = fc.record({ at: fc.nat(), odd: fc.option(oddValue, { nil: undefined }) });
  return fc.tuple(values, fc.array(change, { maxLength: 3 })).map(([value, changes]) =>
    changes.reduce<unknown>((current, { at, odd }) => {
      const places = placesOf(current);
      return withOdd(current, places[at % places.length] ?? [], odd) ?? null;
    }, value),
  );
}
