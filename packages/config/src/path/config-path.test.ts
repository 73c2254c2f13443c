import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ConfigPath, formatPath, parsePath } from "./config-path.js";

// CFG-6
describe("parsePath", () => {
  it("reads dots, brackets, quotes and list positions", () => {
    expect(parsePath('agents.defaults.models["openrouter/auto"].alias')).toEqual([
      "agents",
      "defaults",
      "models",
      "openrouter/auto",
      "alias",
    ]);
    expect(parsePath("agents.list[0].id")).toEqual(["agents", "list", 0, "id"]);
    expect(parsePath("a['x.y'][openrouter/auto]")).toEqual(["a", "x.y", "openrouter/auto"]);
    expect(parsePath('["a b"].c')).toEqual(["a b", "c"]);
    expect(parsePath("agents.defaults.models.openrouter/auto")).toEqual(["agents", "defaults", "models", "openrouter/auto"]);
  });

  it("refuses what is no path", () => {
    for (const text of ["", " ", ".", "a..b", "a.", ".a", "a[", "a]", 'a["b]', "a b", "__proto__.x", 'a["__proto__"]']) {
      expect(() => parsePath(text), text).toThrow("is not a config path");
    }
  });

  it("says what a path looks like", () => {
    expect(() => parsePath("a..b")).toThrow(
      expect.objectContaining({
        code: "config_invalid",
        message: '"a..b" is not a config path.',
        hint: 'Write names with dots, and names that hold dots or slashes in brackets: agents.defaults.models["openrouter/auto"].alias',
      }),
    );
  });

  it("does not mind blanks around a path or in its brackets, and wants a dot behind them", () => {
    expect(parsePath(" a[ x y ][ 0 ] ")).toEqual(["a", "x y", 0]);
    expect(parsePath(String.raw`a["x\"y"].b`)).toEqual(["a", 'x"y', "b"]);
    for (const text of ["a[0]b", 'a["x"]b', "[0]b"]) expect(() => parsePath(text), text).toThrow("is not a config path");
  });

  it.each<[ConfigPath, string]>([
    [[], ""],
    [["a", "b-c", "$d"], "a.b-c.$d"],
    [["a", 0, "b"], "a[0].b"],
    [[0], "[0]"],
    [["x.y", "0"], '["x.y"]["0"]'],
  ])("writes %j as %s", (path, text) => {
    expect(formatPath(path)).toBe(text);
  });

  it("reads back what formatPath writes", () => {
    const segment = fc.oneof(
      fc.string({ minLength: 1 }).filter((text) => text !== "__proto__"),
      fc.nat(20),
    );
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (path) => {
        expect(parsePath(formatPath(path))).toEqual(path);
      }),
    );
  });
});
