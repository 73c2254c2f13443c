import { describe, expect, it } from "vitest";
import { REDACTED } from "../secrets/secret-paths.js";
import { applyEdits, applyEditsBelow } from "./apply-edits.js";
import type { ConfigEdit } from "./edits.js";

const set = (path: string, value: unknown): ConfigEdit => ({ op: "set", path, value });
const unset = (path: string): ConfigEdit => ({ op: "unset", path });

// CFG-6
describe("edits of a text", () => {
  it("are made one after the other, with comments kept, and told with what was and what is", () => {
    const text = "{\n  // who\n  gateway: { port: 1 }, // last\n  old: [1, 2],\n}\n";
    const edited = applyEdits(text, [set("gateway.port", 2), set("gateway.bind", "auto"), unset("old"), set("made.by", ["me"])]);
    expect(edited.text).toBe('{\n  // who\n  gateway: { port: 2, bind: "auto" }, // last\n  made: {\n    by: ["me"]\n  },\n}\n');
    expect(edited.changes).toEqual([
      { path: "gateway.port", before: 1, after: 2 },
      { path: "gateway.bind", after: "auto" },
      { path: "old", before: [1, 2] },
      { path: "made", after: { by: ["me"] } },
    ]);
    expect(edited.changes.map((change) => Object.keys(change).join())).toEqual([
      "path,before,after",
      "path,after",
      "path,before",
      "path,after",
    ]);
  });

  it("that change nothing leave the text, and say nothing", () => {
    const text = "{ gateway: { port: 1 } }";
    expect(applyEdits(text, [set("gateway.port", 1), unset("gone"), unset("gone.too")])).toEqual({ text, changes: [] });
    expect(applyEdits(text, [set("gateway.port", 2), set("gateway.port", 1)])).toEqual({ text, changes: [] });
    expect(applyEdits(text, [])).toEqual({ text, changes: [] });
  });

  it.each(["", "  \n"])("start a file from nothing: %j", (text) => {
    const edited = applyEdits(text, [set("gateway.port", 1)]);
    expect(edited.text.trim()).toBe("{\n  gateway: {\n    port: 1\n  }\n}");
    expect(edited.changes).toEqual([{ path: "gateway", after: { port: 1 } }]);
    expect(applyEdits(text, [unset("gateway")])).toEqual({ text, changes: [] });
  });

  it("drop no entry of a map unasked, and name the file that cannot be read", () => {
    const text = "{ channels: { a: {}, b: {} } }";
    expect(() => applyEdits(text, [set("channels", { a: {} })])).toThrow("would drop b from channels");
    expect(applyEdits(text, [{ op: "set", path: "channels", value: { a: {} }, replace: true }]).text).toBe("{ channels: { a: {} } }");
    expect(() => applyEdits("{ a: ", [set("a", 1)], {}, "mine.json5")).toThrow("mine.json5:1:");
  });

  it("keep the stored secret and the stored reference, and show neither", () => {
    const text = "{ gateway: { auth: { token: 'secret' } }, tts: { auto: '${AUTO}' } }";
    const back = { auth: { token: REDACTED }, port: 1 };
    const edited = applyEdits(text, [set("gateway", back), set("tts.auto", "off")], { AUTO: "off" });
    expect(edited.text).toBe("{ gateway: { auth: { token: 'secret' }, port: 1 }, tts: { auto: '${AUTO}' } }");
    expect(edited.changes).toEqual([{ path: "gateway.port", after: 1 }]);
    expect(applyEdits(text, [set("gateway.auth.token", "other")]).changes).toEqual([
      { path: "gateway.auth.token", before: REDACTED, after: REDACTED },
    ]);
    expect(applyEdits(text, [unset("gateway.auth")]).changes).toEqual([{ path: "gateway.auth", before: { token: REDACTED } }]);
    expect(() => applyEdits(text, [set("gateway.auth.password", REDACTED)])).toThrow("what a hidden secret looks like");
  });

  it("in an included file go by the whole path", () => {
    const edits = [set("token", "new"), set("mode", "token")];
    const edited = applyEditsBelow(["gateway", "auth"], "{ token: 'old' }", { edits, variables: {}, file: undefined });
    expect(edited.text).toBe('{ token: "new", mode: "token" }');
    expect(edited.changes).toEqual([
      { path: "gateway.auth.token", before: REDACTED, after: REDACTED },
      { path: "gateway.auth.mode", after: "token" },
    ]);
    const below = applyEditsBelow(["env"], "{ vars: { A: '${B}' } }", {
      edits: [set("vars.A", "b")],
      variables: { B: "b" },
      file: undefined,
    });
    expect(below.text).toBe('{ vars: { A: "b" } }');
  });

  it("do not confuse what came back to life: a name that was written twice goes as a whole", () => {
    expect(applyEdits("{ a: 1, a: 2, b: 3 }", [unset("a")]).text).toBe("{ b: 3 }");
  });
});
