import { describe, expect, it } from "vitest";
import { findRow, indexRows } from "./find-row.js";
import type { ModelRow } from "./model-row.js";

const row = (id: string): ModelRow => ({ id, name: id, inputModalities: [], outputModalities: [], pricing: {} });
const index = indexRows(["x/y", "x/y:free", "x/only:free", "~x/y-latest", "openrouter/auto"].map(row));

// REF-2
describe("the row of a model", () => {
  it.each([
    ["x/y", "x/y"],
    ["X/Y", "x/y"],
    ["x/y:nitro", "x/y"],
    ["x/y:floor:online", "x/y"],
    ["x/y:some-new-variant", "x/y"],
    ["x/y:free", "x/y:free"],
    ["x/y:free:online", "x/y:free"],
    ["x/y:online:free", "x/y:free"],
    ["x/y@preset/Mine", "x/y"],
    ["x/y:nitro@preset/mine", "x/y"],
    ["~x/y-latest", "~x/y-latest"],
    ["openrouter/auto", "openrouter/auto"],
  ])("of %s is that of %s", (wireId, id) => {
    expect(findRow(index, wireId)?.id).toBe(id);
  });

  it.each(["x/z", "x/y:thinking", "x/y:extended", "x/only", "x/y-latest", "@preset/mine", "", "__proto__"])("%j has none", (wireId) => {
    expect(findRow(index, wireId)).toBeUndefined();
  });
});
