import { describe, expect, it } from "vitest";
import { applyEdit, type ConfigEdit, editPath, refuseLostEntries } from "./edits.js";

const set = (path: string, value: unknown): ConfigEdit => ({ op: "set", path, value });

// CFG-6
describe("the path of an edit", () => {
  it("is read as `config set` reads it, or taken as it is", () => {
    expect(editPath(set("a.b[0]", 1))).toEqual(["a", "b", 0]);
    expect(editPath({ op: "unset", path: ["a.b", 0] })).toEqual(["a.b", 0]);
  });

  it("is the root for a merge alone when it is empty", () => {
    for (const path of ["", "  "]) {
      expect(editPath({ op: "merge", path, value: {} })).toEqual([]);
      expect(() => editPath(set(path, 1))).toThrow("is not a config path");
      expect(() => editPath({ op: "unset", path })).toThrow("is not a config path");
    }
  });
});

describe("an edit of a document", () => {
  it("sets, takes out and merges, and leaves the document that it got", () => {
    const document = { a: { b: 1, c: 2 } };
    expect(applyEdit(document, set("a.b", 3))).toEqual({ a: { b: 3, c: 2 } });
    expect(applyEdit(document, { op: "unset", path: "a.b" })).toEqual({ a: { c: 2 } });
    expect(applyEdit(document, { op: "merge", path: "a", value: { b: null, d: 4 } })).toEqual({ a: { c: 2, d: 4 } });
    expect(document).toEqual({ a: { b: 1, c: 2 } });
  });

  it.each<[unknown, string]>([
    [{}, "l[5]"],
    [{ l: "words" }, "l[1]"],
    [{ l: [1] }, "l[-1]"],
    [{ l: [1] }, "l.x"],
    [{ l: [{ a: 1 }] }, "l.x.a"],
    [[1], "l"],
  ])("sets nothing anywhere else: in %j at %s", (document, path) => {
    for (const op of ["set", "merge"] as const) {
      expect(() => applyEdit(document, { op, path, value: 7 })).toThrow(
        expect.objectContaining({ code: "config_invalid", message: expect.stringContaining("Cannot set l") as string }),
      );
    }
  });

  it("merges objects key by key, at every depth; null removes, all else replaces", () => {
    const document = { keep: 1, gone: { x: 1 }, deep: { a: { b: 1, c: 1 } }, list: [1, 2], text: "x" };
    const value = { gone: null, deep: { a: { b: 2, none: null } }, list: [3], text: { now: { an: "object", not: null } }, made: { by: 1 } };
    expect(applyEdit(document, { op: "merge", path: "", value })).toEqual({
      keep: 1,
      deep: { a: { b: 2, c: 1 } },
      list: [3],
      text: { now: { an: "object" } },
      made: { by: 1 },
    });
    expect(applyEdit({ a: { b: 1 } }, { op: "merge", path: "a", value: 5 })).toEqual({ a: 5 });
    expect(applyEdit({}, { op: "merge", path: "a.b", value: { c: 1 } })).toEqual({ a: { b: { c: 1 } } });
  });

  it("reaches no prototype", () => {
    const value = JSON.parse('{"__proto__":{"bad":1},"constructor":{"own":1}}') as unknown;
    const after = applyEdit({}, { op: "merge", path: "", value }) as Record<string, unknown>;
    expect(after).toEqual({ constructor: { own: 1 } });
    expect(Object.getPrototypeOf(after)).toBe(Object.prototype);
  });

  it.each(["agents.defaults.model", "agents.defaults.imageModel", "agents.defaults.mediaModels.video", "agents.entries.main.model"])(
    "keeps the model at %s when something is set or merged beside it",
    (path) => {
      const document = applyEdit({}, set(path, "openrouter/a/b"));
      const both = applyEdit({}, set(path, { primary: "openrouter/a/b", fallbacks: ["openrouter/c/d"] }));
      expect(applyEdit(document, set(`${path}.fallbacks`, ["openrouter/c/d"]))).toEqual(both);
      expect(applyEdit(document, { op: "merge", path: `${path}.fallbacks`, value: ["openrouter/c/d"] })).toEqual(both);
      // What is set in its place takes its place.
      expect(applyEdit(document, set(path, "openrouter/e/f"))).toEqual(applyEdit({}, set(path, "openrouter/e/f")));
    },
  );

  it("makes a model of nothing else that is text", () => {
    expect(applyEdit({ agents: { defaults: { remodelled: "x" } } }, set("agents.defaults.remodelled.y", 1))).toEqual({
      agents: { defaults: { remodelled: { y: 1 } } },
    });
    expect(applyEdit({ other: { model: "x" } }, set("other.model.y", 1))).toEqual({ other: { model: { y: 1 } } });
    expect(applyEdit({ agents: { defaults: { Model: "x", videos: "x" } } }, set("agents.defaults.videos.y", 1))).toEqual({
      agents: { defaults: { Model: "x", videos: { y: 1 } } },
    });
  });
});

describe("entries that a set would lose", () => {
  const check = (path: string, before: unknown, after: unknown, replace?: boolean) => () =>
    refuseLostEntries(before, after, { op: "set", path, value: 0, ...(replace === undefined ? {} : { replace }) });
  const nested = (path: readonly string[], value: unknown): unknown => path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

  it.each([
    "agents.defaults.models",
    "agents.entries",
    "auth.profiles",
    "channels",
    "env.vars",
    "models.providers",
    "plugins.entries",
    "secrets.providers",
  ])("are refused in %s, whichever way it is set", (map) => {
    const path = map.split(".");
    const [before, after] = [nested(path, { a: 1, b: 2, c: 3 }), nested(path, { b: 5, d: 1 })];
    for (const wanted of [map, path[0] ?? ""]) {
      expect(check(wanted, before, after)).toThrow(
        expect.objectContaining({
          code: "config_invalid",
          message: `Setting ${wanted} would drop a, c from ${map}.`,
          hint: "Use merge to add entries, or replace to drop them on purpose.",
        }),
      );
    }
    expect(check(map, before, nested(path, "text"))).toThrow("would drop a, b, c");
    expect(check(map, before, after, true)).not.toThrow();
    expect(check(map, before, after, false)).toThrow("would drop");
    expect(check(`${map}.a`, before, after)).not.toThrow();
    expect(check(map, before, nested(path, { a: 1, b: 2, c: 3, d: 4 }))).not.toThrow();
    expect(check(map, {}, after)).not.toThrow();
    expect(check("gateway", before, after)).not.toThrow();
  });

  it("may be taken out by an unset and by a merge", () => {
    const [before, after] = [{ channels: { a: 1 } }, {}];
    for (const op of ["unset", "merge"] as const) {
      expect(() => refuseLostEntries(before, after, { op, path: "channels", value: {} })).not.toThrow();
    }
  });
});
