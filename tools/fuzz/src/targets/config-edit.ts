import { isDeepStrictEqual } from "node:util";
import { applyEdits, type ConfigEdit, parseJson5Value } from "@openclaw/config";
import { ToolkitError } from "@openclaw/core";
import fc from "fast-check";
import { json5Styles, writeJson5 } from "../json5-text.js";
import { placesOf } from "../odd-values.js";
import { pureTarget } from "../target.js";

const names = fc.oneof(fc.stringMatching(/^[a-z]{1,6}$/), fc.constantFrom("a.b", "x/y:free", "with space", "0", "$schema", "été"));
const leaves = fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant(null));
const documents = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaves, fc.dictionary(names, tie("value"), { maxKeys: 4 }), fc.array(tie("value"), { maxLength: 3 })),
  document: fc.dictionary(names, tie("value"), { maxKeys: 5 }),
}));

const cases = fc.record({
  document: documents.document,
  style: json5Styles,
  at: fc.nat(),
  name: names,
  value: fc.oneof(leaves, fc.dictionary(names, leaves, { maxKeys: 2 })),
  op: fc.constantFrom("set" as const, "unset" as const, "add" as const),
});

/** CFG-6: an edit changes what it names and nothing else: every other value and every comment outside of it stays. */
export const configEdit = pureTarget("config-edit", "an edit changes what it names; every other value and comment stays", () =>
  fc.property(cases, ({ document, style, at, name, value, op }) => {
    const { text, comments } = writeJson5(document, style);
    const places = placesOf(document).filter((place) => place.length > 0);
    const chosen = places[at % Math.max(1, places.length)] ?? [name];
    const path = pathIn(document, op === "add" ? [...chosen.slice(0, -1), name] : chosen);
    const edit: ConfigEdit = op === "unset" ? { op: "unset", path } : { op: "set", path, value, replace: true };
    let edited: string;
    try {
      edited = applyEdits(text, [edit]).text;
    } catch (error) {
      if (ToolkitError.isInstance(error) && error.code === "config_invalid") return;
      throw error;
    }
    const read = parseJson5Value(edited);
    const expected = op === "unset" ? without(document, path) : withSet(document, path, value);
    if (!isDeepStrictEqual(plain(read), plain(expected))) {
      throw new Error(`Wanted ${JSON.stringify(expected)}, the file says ${JSON.stringify(read)}:\n${text}\n->\n${edited}`);
    }
    // A comment inside the value that goes, or right before the member that goes, may go with it; with `add` nothing goes.
    if (op !== "add" || valueAt(document, path) !== undefined) return;
    const lost = comments.filter((comment) => !edited.includes(comment));
    if (lost.length > 0) throw new Error(`Lost ${lost.join(", ")}:\n${text}\n->\n${edited}`);
  }),
);

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

/** The same path with numbers where it leads into lists. */
function pathIn(document: unknown, path: readonly string[]): (string | number)[] {
  return path.map((key, depth) => (Array.isArray(valueAt(document, path.slice(0, depth))) && /^\d+$/.test(key) ? Number(key) : key));
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (current, key) =>
      typeof current === "object" && current !== null && Object.hasOwn(current, key)
        ? (current as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

function withSet(value: unknown, [key, ...rest]: readonly (string | number)[], put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(value)) {
    const copy = [...(value as unknown[])];
    copy[Number(key)] = withSet(copy[Number(key)], rest, put);
    return copy;
  }
  const object = (typeof value === "object" ? value : {}) as Record<string, unknown>;
  return { ...object, [key]: withSet(object[key], rest, put) };
}

function without(value: unknown, [key, ...rest]: readonly (string | number)[]): unknown {
  if (key === undefined || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    if (rest.length === 0) return value.filter((_, index) => index !== Number(key));
    return value.map((item: unknown, index) => (index === Number(key) ? without(item, rest) : item));
  }
  const entries = Object.entries(value).filter(([name]) => rest.length > 0 || name !== String(key));
  return Object.fromEntries(entries.map(([name, item]) => [name, name === String(key) ? without(item, rest) : (item as unknown)]));
}
