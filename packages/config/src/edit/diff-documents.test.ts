import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutValueAt, withValueAt } from "../path/access.js";
import { diffDocuments } from "./diff-documents.js";

// CFG-6
describe("the difference between two documents", () => {
  it("is nothing between equal ones", () => {
    for (const make of [
      () => 1,
      () => "x",
      () => null,
      () => [1, { a: [] }],
      () => ({ a: { b: [1] } }),
      () => undefined,
      () => Number.NaN,
    ]) {
      expect(diffDocuments(make(), make())).toEqual([]);
    }
  });

  it("stands as deep as possible, with what was and what is", () => {
    const before = { same: 1, other: 1, gone: { x: 1 }, deep: { a: 1, b: [1, { c: 1 }] } };
    const after = { same: 1, other: "1", deep: { a: 1, b: [1, { c: 2 }] }, made: { y: 1 } };
    expect(diffDocuments(before, after)).toEqual([
      { op: "set", path: ["other"], before: 1, after: "1" },
      { op: "unset", path: ["gone"], before: { x: 1 } },
      { op: "set", path: ["deep", "b", 1, "c"], before: 1, after: 2 },
      { op: "set", path: ["made"], after: { y: 1 } },
    ]);
    expect(diffDocuments(before, after).map((one) => "before" in one)).toEqual([true, true, true, false]);
  });

  it("replaces what changes its kind", () => {
    expect(diffDocuments({ a: [1] }, { a: { 0: 1 } })).toEqual([{ op: "set", path: ["a"], before: [1], after: { 0: 1 } }]);
    expect(diffDocuments({ a: null }, { a: {} })).toEqual([{ op: "set", path: ["a"], before: null, after: {} }]);
    expect(diffDocuments({ a: {} }, { a: [] })).toEqual([{ op: "set", path: ["a"], before: {}, after: [] }]);
    expect(diffDocuments(1, 2, ["x"])).toEqual([{ op: "set", path: ["x"], before: 1, after: 2 }]);
    expect(diffDocuments(1, undefined, ["x"])).toEqual([{ op: "unset", path: ["x"], before: 1 }]);
  });

  it("adds to a list, takes entries out of it from its end on, or replaces it", () => {
    expect(diffDocuments([1, 2], [1, 5, 3, 4])).toEqual([
      { op: "set", path: [1], before: 2, after: 5 },
      { op: "set", path: [2], after: 3 },
      { op: "set", path: [3], after: 4 },
    ]);
    expect(diffDocuments([{ a: 1 }, { b: 2 }, { c: 3 }], [{ a: 1 }, { c: 3 }])).toEqual([{ op: "unset", path: [1], before: { b: 2 } }]);
    expect(diffDocuments([1, 2], [1])).toEqual([{ op: "unset", path: [1], before: 2 }]);
    expect(diffDocuments([1, 2, 3, 2], [2, 2], ["l"])).toEqual([
      { op: "unset", path: ["l", 2], before: 3 },
      { op: "unset", path: ["l", 0], before: 1 },
    ]);
    expect(diffDocuments([{ a: 1 }, Number.NaN, null, 4], [null])).toEqual(
      [3, 1, 0].map((at) => ({ op: "unset", path: [at], before: [{ a: 1 }, Number.NaN, null, 4][at] })),
    );
    expect(diffDocuments([1, 2], [])).toHaveLength(2);
    expect(diffDocuments([1, 2, 3], [3, 1])).toEqual([{ op: "set", path: [], before: [1, 2, 3], after: [3, 1] }]);
    expect(diffDocuments([1, 2, 3], [2, 1])).toEqual([{ op: "set", path: [], before: [1, 2, 3], after: [2, 1] }]);
  });

  it("sees no name of a prototype", () => {
    expect(diffDocuments({}, { constructor: 1 })).toEqual([{ op: "set", path: ["constructor"], after: 1 }]);
    expect(diffDocuments({ toString: 1 }, {})).toEqual([{ op: "unset", path: ["toString"], before: 1 }]);
  });

  it("leads from the one to the other, whatever they are", () => {
    const value = fc.jsonValue({ maxDepth: 3 }).map((json) => JSON.parse(JSON.stringify(json).replaceAll("__proto__", "x")) as unknown);
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("a", "b", "c"), value),
        fc.dictionary(fc.constantFrom("a", "b", "c"), value),
        (before, after) => {
          const reached = diffDocuments(before, after).reduce<unknown>(
            (document, one) => (one.op === "set" ? withValueAt(document, one.path, one.after) : withoutValueAt(document, one.path)),
            before,
          );
          expect(reached).toEqual(after);
        },
      ),
    );
  });
});
