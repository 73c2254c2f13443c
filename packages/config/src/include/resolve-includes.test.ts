import { ConfigError } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { parseJson5 } from "../json5/parse-json5.js";
import { positionAt } from "../json5/position.js";
import { findMember, type SyntaxNode } from "../json5/syntax-tree.js";
import { toValue } from "../json5/to-value.js";
import { type ReadInclude, resolveIncludes } from "./resolve-includes.js";

type Files = Readonly<Record<string, string>>;

/** Files by name; what was asked for is noted with the file that asked. */
function reader(files: Files): { readonly read: ReadInclude; readonly asked: string[] } {
  const asked: string[] = [];
  const read: ReadInclude = (path, from) => {
    asked.push(`${from} -> ${path}`);
    return Promise.resolve({ file: path, text: files[path] ?? "{}" });
  };
  return { read, asked };
}

const tree = (text: string, files: Files = {}): Promise<SyntaxNode> => resolveIncludes(parseJson5(text, "main"), reader(files).read);
const resolved = async (text: string, files: Files = {}): Promise<unknown> => toValue(await tree(text, files));

async function refusal(text: string, files: Files = {}): Promise<ConfigError> {
  const error: unknown = await tree(text, files).catch((caught: unknown) => caught);
  if (!(error instanceof ConfigError)) throw new Error(`Not refused: ${JSON.stringify(error)}`);
  return error;
}

/** `1` is included by the root, `2` by `1` and so on; the last holds a value. */
const chainOf = (length: number): Files =>
  Object.fromEntries(
    Array.from({ length }, (_, index) => [String(index + 1), index + 1 === length ? "{ end: true }" : `{ $include: "${index + 2}" }`]),
  );

// CFG-2
describe("resolveIncludes", () => {
  it("leaves a document without $include as it is, lists in it and their order too", async () => {
    expect(await resolved("{ a: [1, { b: [2, [3]] }, 'x'], c: null }")).toEqual({ a: [1, { b: [2, [3]] }, "x"], c: null });
    expect(await resolved("[]")).toEqual([]);
    expect(await resolved("5")).toBe(5);
  });

  it("looks into lists, and puts nothing beside what stands there", async () => {
    expect(await resolved("{ list: [{ $include: 'one' }, 2, { $include: 'three', more: 4 }] }", { one: "1", three: "{ it: 3 }" })).toEqual({
      list: [1, 2, { it: 3, more: 4 }],
    });
  });

  it("asks once for each file, in the order in which they stand, and says which file asks", async () => {
    const { read, asked } = reader({ a: "{ x: { $include: 'c' } }", c: "1" });
    await resolveIncludes(parseJson5("{ $include: ['a', 'b'] }", "main"), read);
    expect(asked).toEqual(["main -> a", "a -> c", "main -> b"]);
  });

  it("takes whatever a file holds when nothing stands beside $include", async () => {
    expect(await resolved("{ a: { $include: 'f' } }", { f: "[1, 2]" })).toEqual({ a: [1, 2] });
    expect(await resolved("{ a: { $include: 'f' } }", { f: "'words'" })).toEqual({ a: "words" });
    expect(await resolved("{ a: { $include: 'f' } }", { f: "null" })).toEqual({ a: null });
  });

  it("keeps what stands beside an empty list of includes", async () => {
    expect(await resolved("{ a: { $include: [], b: 1 } }")).toEqual({ a: { b: 1 } });
    expect(await resolved("{ $include: [] }")).toEqual({});
  });

  it("merges objects through, replaces lists and whatever is not an object on both sides", async () => {
    const files = {
      under: "{ o: { a: 1, b: 1 }, list: [1, 2], was: { x: 1 }, is: 1 }",
      over: "{ o: { b: 2 }, list: [3], was: 5, is: { y: 1 } }",
    };
    expect(await resolved("{ $include: ['under', 'over'] }", files)).toEqual({ o: { a: 1, b: 2 }, list: [3], was: 5, is: { y: 1 } });
    expect(await resolved("{ $include: 'under', o: { c: 3 }, was: [] }", files)).toEqual({
      o: { a: 1, b: 1, c: 3 },
      list: [1, 2],
      was: [],
      is: 1,
    });
    expect(await resolved("{ $include: ['list', 'over', 'list'] }", { ...files, list: "[1]" })).toEqual([1]);
  });

  it("takes the last of a repeated $include, and of a repeated name beside it", async () => {
    expect(await resolved("{ $include: 'a', $include: 'b', x: 1, x: 2 }", { a: "{ from: 'a' }", b: "{ from: 'b' }" })).toEqual({
      from: "b",
      x: 2,
    });
  });

  it("keeps the file and the line of what was included and of what stands beside it", async () => {
    const root = await tree("{\n\n a: { $include: 'f', own: 1 } }", { f: "{\n theirs: 2 }" });
    if (root.kind !== "object") throw new Error("No object.");
    const inner = findMember(root, "a")?.value;
    if (inner?.kind !== "object") throw new Error("No object.");
    const places = ["theirs", "own"].map((key) => {
      const node = findMember(inner, key)?.value;
      return node && positionAt(node.source, node.start);
    });
    expect(places).toEqual([expect.objectContaining({ file: "f", line: 2 }), expect.objectContaining({ file: "main", line: 3 })]);
  });

  it("follows ten files into each other, and refuses the eleventh", async () => {
    expect(await resolved("{ $include: '1' }", chainOf(10))).toEqual({ end: true });
    expect((await refusal("{ $include: '1' }", chainOf(11))).message).toBe("10:1:13: $include is nested deeper than 10 files");
  });

  it("takes a file twice, but not inside itself; the message shows the way round", async () => {
    expect(await resolved("{ a: { $include: 'f' }, b: { $include: 'f' } }", { f: "1" })).toEqual({ a: 1, b: 1 });
    const files = { f: "{ $include: 'g' }", g: "{ x: { $include: 'f' } }" };
    expect((await refusal("{ $include: 'f' }", files)).message).toBe("g:1:18: $include is circular: main → f → g → f");
  });

  it("takes a path of 4,095 characters, and refuses a longer one and one with a NUL before anything is read", async () => {
    const { read, asked } = reader({});
    await resolveIncludes(parseJson5(`{ $include: "${"a".repeat(4095)}" }`, "main"), read);
    expect(asked).toHaveLength(1);
    for (const path of ["a".repeat(4096), String.raw`a\u0000b`]) {
      await expect(resolveIncludes(parseJson5(`{ $include: "${path}" }`, "main"), read)).rejects.toThrow(
        "the path of $include is not usable",
      );
    }
    expect(asked).toHaveLength(1);
  });

  it.each(["5", "''", "null", "true", "{}", "['a', 5]", "['']", "[['a']]"])("refuses $include: %s", async (value) => {
    expect((await refusal(`{ $include: ${value} }`)).message).toContain("$include takes a path or a list of paths");
  });

  it("takes the last one of a name that is written twice, whole, as without an include", async () => {
    const files = { f: "{ a: { one: 1 }, a: { two: 2 }, b: { under: 1 } }" };
    expect(await resolved("{ $include: 'f', b: { first: 1 }, b: { second: 2 } }", files)).toEqual({
      a: { two: 2 },
      b: { under: 1, second: 2 },
    });
  });

  it("says at which place, what, and what to do", async () => {
    expect(await refusal("{ a:\n  { $include: 'f', b: 1 } }", { f: "[1]" })).toMatchObject({
      code: "config_invalid",
      message: "main:2:15: the included file must hold an object, because other keys stand beside $include",
      hint: "Correct the $include at that place.",
      issues: [{ path: "$include", message: "the included file must hold an object, because other keys stand beside $include" }],
    });
  });
});
