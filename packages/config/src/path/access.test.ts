import { describe, expect, it } from "vitest";
import { mergeDeep, valueAt, withoutValueAt, withValueAt } from "./access.js";

const document: unknown = { agents: { list: [{ id: "a" }, { id: "b" }], none: null, off: false }, text: "words" };

describe("valueAt", () => {
  it("follows names and positions, also positions written as text", () => {
    expect(valueAt(document, [])).toBe(document);
    expect(valueAt(document, ["agents", "list", 1, "id"])).toBe("b");
    expect(valueAt(document, ["agents", "list", "0", "id"])).toBe("a");
    expect(valueAt(document, ["agents", "none"])).toBeNull();
    expect(valueAt(document, ["agents", "off"])).toBe(false);
  });

  it("is undefined where nothing stands, and never something of a prototype", () => {
    for (const path of [
      ["x"],
      ["x", "y", "z"],
      ["agents", "list", 2],
      ["agents", "list", 2, "id"],
      ["agents", "none", "x"],
      ["text", "length"],
    ])
      expect(valueAt(document, path)).toBeUndefined();
    expect(valueAt(document, ["constructor"])).toBeUndefined();
    expect(valueAt(undefined, ["a"])).toBeUndefined();
  });
});

describe("withValueAt", () => {
  it("puts a value into a copy, past lists and names, and leaves the rest", () => {
    expect(withValueAt(document, ["agents", "list", 1, "id"], "c")).toEqual({
      agents: { list: [{ id: "a" }, { id: "c" }], none: null, off: false },
      text: "words",
    });
    expect(withValueAt([1, 2], [0], "one")).toEqual(["one", 2]);
    expect(withValueAt([1, 2], ["1"], "two")).toEqual([1, "two"]);
    expect(withValueAt([1], [1], 2)).toEqual([1, 2]);
    expect(withValueAt({ a: 1 }, [], 2)).toBe(2);
  });

  it("makes what is missing on the way: a list for a position, an object for a name", () => {
    expect(withValueAt(undefined, ["a", 0, "b"], 1)).toEqual({ a: [{ b: 1 }] });
    expect(withValueAt(undefined, [0], 1)).toEqual([1]);
    expect(withValueAt("words", ["a"], 1)).toEqual({ a: 1 });
    expect(withValueAt({ a: null }, ["a", "b"], 1)).toEqual({ a: { b: 1 } });
    expect(withValueAt({}, [0], 1)).toEqual({ 0: 1 });
    expect(withValueAt({}, ["constructor", "name"], 1)).toEqual({ constructor: { name: 1 } });
  });
});

describe("withoutValueAt", () => {
  it("takes a value out of a copy, past lists and names, and leaves the rest", () => {
    expect(withoutValueAt({ a: 1, b: 2 }, ["a"])).toEqual({ b: 2 });
    expect(withoutValueAt({ a: { b: 1, c: 2 } }, ["a", "b"])).toEqual({ a: { c: 2 } });
    expect(withoutValueAt([1, 2, 3], [1])).toEqual([1, 3]);
    expect(withoutValueAt([1, 2, 3], ["1"])).toEqual([1, 3]);
    expect(withoutValueAt([{ a: 1, b: 2 }, { a: 3 }], [0, "a"])).toEqual([{ b: 2 }, { a: 3 }]);
    expect(withoutValueAt({ a: [{ b: 1 }] }, ["a", 0, "b"])).toEqual({ a: [{}] });
    expect(withoutValueAt({ 0: "x", 1: "y" }, [0])).toEqual({ 1: "y" });
    expect(withoutValueAt({ a: 1 }, [])).toBeUndefined();
  });

  it("changes nothing where nothing stands", () => {
    expect(withoutValueAt(document, ["x", "y"])).toEqual(document);
    expect(withoutValueAt(document, ["agents", "list", 5])).toEqual(document);
    expect(withoutValueAt("words", ["length"])).toBe("words");
    expect(withoutValueAt(undefined, ["a"])).toBeUndefined();
    expect(Object.keys(withoutValueAt({ a: 1 }, ["b", "c"]) as object)).toEqual(["a"]);
  });
});

describe("mergeDeep", () => {
  it("lays objects over each other key by key; everything else replaces", () => {
    expect(mergeDeep({ a: { x: 1, y: 2 }, b: [1, 2], c: 1 }, { a: { y: 3, z: 4 }, b: [3], d: null })).toEqual({
      a: { x: 1, y: 3, z: 4 },
      b: [3],
      c: 1,
      d: null,
    });
    expect(mergeDeep({ a: 1 }, "words")).toBe("words");
    expect(mergeDeep("words", { a: 1 })).toEqual({ a: 1 });
    expect(mergeDeep({ a: 1 }, null)).toBeNull();
  });

  it("keeps what nothing is laid over", () => {
    expect(mergeDeep({ a: 1 }, undefined)).toEqual({ a: 1 });
    expect(mergeDeep({ a: 1 }, { a: undefined })).toEqual({ a: 1 });
    expect(mergeDeep(undefined, undefined)).toBeUndefined();
  });

  it("takes a name of a prototype for a name", () => {
    expect(mergeDeep({}, { constructor: { a: 1 } })).toEqual({ constructor: { a: 1 } });
  });
});
