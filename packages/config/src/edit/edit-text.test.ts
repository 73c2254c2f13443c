import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson5 } from "../json5/parse-json5.js";
import { toValue } from "../json5/to-value.js";
import { withoutValueAt, withValueAt } from "../path/access.js";
import { parsePath } from "../path/config-path.js";
import { setInText, unsetInText } from "./edit-text.js";

const read = (text: string): unknown => toValue(parseJson5(text));
const set = (text: string, path: string, value: unknown): string => setInText(text, parsePath(path), value);
const unset = (text: string, path: string): string | undefined => unsetInText(text, parsePath(path));

const COMMENTED = `// my file
{
  // who I am
  env: { OPENROUTER_API_KEY: "\${MY_KEY}", /* inline */ },
  agents: {
    defaults: {
      model: { primary: 'openrouter/auto' }, // the model
      timeoutSeconds: 180_000,
    },
  }, // end of agents
  /* last words */
}
`;

// CFG-6
describe("setInText", () => {
  it("replaces one value and leaves every other byte alone", () => {
    const edited = set(COMMENTED, "agents.defaults.model.primary", "openrouter/x/y");
    expect(edited).toBe(COMMENTED.replace("'openrouter/auto'", '"openrouter/x/y"'));
  });

  it("adds a member behind the last one, in the file's own style", () => {
    expect(set(COMMENTED, "agents.defaults.thinkingDefault", "low")).toBe(
      COMMENTED.replace("timeoutSeconds: 180_000,\n", 'timeoutSeconds: 180_000,\n      thinkingDefault: "low",\n'),
    );
  });

  it("adds a section behind the comment on the last line", () => {
    expect(set(COMMENTED, "gateway.port", 1)).toBe(
      COMMENTED.replace("}, // end of agents\n", "}, // end of agents\n  gateway: {\n    port: 1\n  },\n"),
    );
  });

  it("adds a comma where the last member has none", () => {
    expect(set("{\n  a: 1 // one\n}", "b", 2)).toBe("{\n  a: 1, // one\n  b: 2\n}");
    expect(set('{ "a": 1 }', "b", 2)).toBe('{ "a": 1, "b": 2 }');
    expect(set("{a:1,}", "b", 2)).toBe("{a:1, b: 2,}");
  });

  it("quotes names in a file that quotes its names, so that JSON stays JSON", () => {
    const edited = set('{\n  "a": {}\n}\n', "a.b", "x");
    expect(JSON.parse(edited)).toEqual({ a: { b: "x" } });
  });

  it("keeps a comment in an object that has nothing else", () => {
    expect(set("{ // empty\n}", "a", 1)).toBe("{ // empty\n  a: 1\n}");
    expect(set("{ /* empty */ }", "a", 1)).toBe("{ /* empty */\n  a: 1\n}");
  });

  it("starts a file from nothing", () => {
    // As an editor leaves it, so that `cat` and `diff` do not stumble.
    expect([set("", "a", 1), set("\n", "a", 1), set("{}", "a", 1)].map((text) => text.endsWith("}\n"))).toEqual([true, true, false]);
    expect(read(set("", "agents.defaults.model.primary", "openrouter/auto"))).toEqual({
      agents: { defaults: { model: { primary: "openrouter/auto" } } },
    });
  });

  it("sets and appends list entries, and refuses to leave holes", () => {
    expect(set("{ a: [1, 2] }", "a[1]", 3)).toBe("{ a: [1, 3] }");
    expect(set("{ a: [1, 2] }", "a[2]", 3)).toBe("{ a: [1, 2, 3] }");
    expect(set("{ a: [\n  1, // one\n] }", "a[1]", 2)).toBe("{ a: [\n  1, // one\n  2,\n] }");
    expect(() => set("{ a: [1] }", "a[5]", 3)).toThrow("a has 1 entries");
    expect(() => set("{ a: 1 }", "a.b", 3)).toThrow("a is no object");
  });

  it("says what is wrong with a path that leads nowhere, and what to look at", () => {
    expect(() => set("{ a: [] }", "a[1]", 3)).toThrow(
      expect.objectContaining({
        code: "config_invalid",
        message: "Cannot set a[1]: a has 0 entries.",
        hint: expect.stringContaining("See what the file holds there") as string,
        issues: [{ path: "a[1]", message: "a has 0 entries" }],
      }),
    );
    expect(() => set("{ a: 1 }", "b[1]", 3)).toThrow("Cannot set b[1]: the list is empty.");
    expect(() => set("{ a: 1 }", "b.c[2].d", 3)).toThrow("Cannot set b.c[2].d: the list is empty.");
    expect(() => set("{ a: [[1]] }", "a[0].b.c", 3)).toThrow("a[0]");
    expect(() => setInText("{ a: ", ["a"], 1, "mine.json5")).toThrow("mine.json5");
  });

  it("makes the lists and objects that are missing on the way", () => {
    expect(read(set("{}", "a[0].b", 1))).toEqual({ a: [{ b: 1 }] });
    expect(read(set("{ a: [] }", "a[0].b[0]", 1))).toEqual({ a: [{ b: [1] }] });
    expect(read(set("{ a: [{}] }", "a[0].b", 1))).toEqual({ a: [{ b: 1 }] });
    expect(read(set("  \n", "a", 1))).toEqual({ a: 1 });
    expect(setInText("{ a: 1 }", [], { b: 2 })).toBe("{\n  b: 2\n}");
  });

  it("goes on as the object around it is written, on one line and on several", () => {
    expect(set("{ a: {} }", "a.b", 1)).toBe("{ a: {\n  b: 1\n} }");
    expect(set("{ a: [] }", "a[0]", 1)).toBe("{ a: [\n  1\n] }");
    expect(set("{ a: 1, }", "b", 2)).toBe("{ a: 1, b: 2, }");
    expect(set("{ a: 1 // one\n}", "b", 2)).toBe("{ a: 1,\n  b: 2 // one\n}");
    expect(set("{\n\ta: 1\n}", "b", 2)).toBe("{\n\ta: 1,\n\tb: 2\n}");
    expect(set("{\n    a: { x: 1 },\n}", "a.y", { z: 1 })).toBe("{\n    a: { x: 1, y: {\n        z: 1\n    } },\n}");
    expect(set('{ a: { "x": 1 } }', "a.y", 1)).toBe('{ a: { "x": 1, "y": 1 } }');
    expect(set('{ "a": { x: 1 } }', "a.y", 1)).toBe('{ "a": { x: 1, "y": 1 } }');
    expect(set("{\n  a: 1, b: 2\n}", "c", 3)).toBe("{\n  a: 1, b: 2,\n  c: 3\n}");
    expect(set("{\na: 1 }", "b", 2)).toBe("{\na: 1,\n  b: 2\n}");
    expect(set("{\n  a: 1 /* one */ /* two */ // three\n}", "b", 2)).toBe("{\n  a: 1, /* one */ /* two */ // three\n  b: 2\n}");
    expect(set("{ a: [\n  [1] ] }", "a[1]", 2)).toBe("{ a: [\n  [1],\n  2\n] }");
  });

  it("keeps Windows line ends", () => {
    expect(set("{\r\n  a: 1\r\n}\r\n", "b", 2)).toBe("{\r\n  a: 1,\r\n  b: 2\r\n}\r\n");
  });
});

describe("unsetInText", () => {
  it("removes a line with its comment and keeps all other comments", () => {
    expect(unset(COMMENTED, "agents.defaults.model")).toBe(
      COMMENTED.replace("      model: { primary: 'openrouter/auto' }, // the model\n", ""),
    );
  });

  it("takes a comma with it, before or behind", () => {
    expect(unset("{ a: 1, b: 2 }", "a")).toBe("{ b: 2 }");
    expect(unset("{ a: 1, b: 2 }", "b")).toBe("{ a: 1 }");
    expect(unset('{\n  "a": 1,\n  "b": 2\n}', "b")).toBe('{\n  "a": 1\n}');
    expect(unset("{ a: [1, 2, 3] }", "a[1]")).toBe("{ a: [1, 3] }");
  });

  it("removes every copy of a repeated name", () => {
    expect(read(unset("{ a: 1, b: 2, a: 3 }", "a") ?? "")).toEqual({ b: 2 });
  });

  it("reaches into lists, and takes blanks and commas with what stood between", () => {
    expect(unset("{ a: [{ b: 1, c: 2 }] }", "a[0].b")).toBe("{ a: [{ c: 2 }] }");
    expect(unset("{ a: [1,   2, 3] }", "a[1]")).toBe("{ a: [1,   3] }");
    expect(unset("{ a: [1, 2] }", "a[1]")).toBe("{ a: [1 ] }");
    expect(unset("{ a: 1 }", "a")).toBe("{ }");
    expect(unset("{ a: 1,\n  b: 2 }", "b")).toBe("{ a: 1\n   }");
    expect(unset("{\r\n  a: 1,\r\n  b: 2,\r\n}", "a")).toBe("{\r\n  b: 2,\r\n}");
    expect(unset("{\n  a: 1,\n  b: 2 // two\n}", "b")).toBe("{\n  a: 1\n}");
    expect(unset("{\n  a: 1, /* one */\n  b: 2\n}", "a")).toBe("{\n  b: 2\n}");
  });

  it("answers undefined when there is nothing to remove", () => {
    for (const [text, path] of [
      ["", "a"],
      ["  ", "a"],
      ["{ a: 1 }", "a.b"],
      ["{ a: 1 }", "a.b.c"],
      ["{ a: [1] }", "a[1]"],
      ["{ a: [1] }", "a[0].b"],
      ["{}", "b.c"],
    ] as const)
      expect(unset(text, path), `${text} ${path}`).toBeUndefined();
    expect(unsetInText("{ a: 1 }", [])).toBeUndefined();
    expect(() => unsetInText("{ a: ", ["a"], "mine.json5")).toThrow("mine.json5");
    expect(unset(COMMENTED, "agents.list[0].id")).toBeUndefined();
    expect(unset("", "a")).toBeUndefined();
  });
});

describe("edits of any file", () => {
  const space = fc.constantFrom("", " ", "\n", "\n  ", " // note\n", " /* note */ ", "\t", "\r\n");
  const scalar = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom("x", "a/b", "it's", '"', "// no comment", "${X}"));
  const key = fc.constantFrom("a", "b", "c", "with space", "x/y");
  const tree = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: "small" }, scalar, tie("object"), tie("array")),
    object: fc.dictionary(key, tie("value"), { maxKeys: 3 }),
    array: fc.array(tie("value"), { maxLength: 3 }),
  }));
  const printed = fc.tuple(tree.object, fc.infiniteStream(space), fc.boolean(), fc.boolean()).map(([value, spaces, trailing, quoted]) => {
    const gap = (): string => String(spaces.next().value ?? "");
    const print = (item: unknown): string => {
      if (Array.isArray(item))
        return list(
          "[",
          "]",
          item.map((inner) => print(inner)),
        );
      if (typeof item !== "object" || item === null) return JSON.stringify(item);
      const members = Object.entries(item).map(([name, inner]) => {
        const plain = /^[a-z]+$/.test(name) && !quoted;
        return `${plain ? name : JSON.stringify(name)}${gap()}:${gap()}${print(inner)}`;
      });
      return list("{", "}", members);
    };
    const list = (open: string, close: string, items: readonly string[]): string => {
      const comma = trailing && items.length > 0 ? "," : "";
      return `${open}${gap()}${items.map((text) => `${text}${gap()}`).join(`,${gap()}`)}${comma}${gap()}${close}`;
    };
    return `${gap()}${print(value)}${gap()}`;
  });
  const comments = (text: string): number => text.split("note").length - 1;
  const path = fc.array(key, { minLength: 1, maxLength: 3 });

  it("means the same as the edit of the value", () => {
    fc.assert(
      fc.property(printed, path, scalar, (text, at, value) => {
        let edited: string;
        try {
          edited = setInText(text, at, value);
        } catch {
          return;
        }
        expect(read(edited)).toEqual(withValueAt(read(text), at, value));
      }),
      { numRuns: 500 },
    );
  });

  it("adds a new member without touching what is there", () => {
    fc.assert(
      fc.property(printed, scalar, (text, value) => {
        const edited = setInText(text, ["fresh"], value);
        expect(read(edited)).toEqual({ ...(read(text) as object), fresh: value });
        expect(comments(edited)).toBe(comments(text));
      }),
      { numRuns: 500 },
    );
  });

  it("removes what it is asked to and nothing else", () => {
    fc.assert(
      fc.property(printed, path, (text, at) => {
        const edited = unsetInText(text, at);
        if (edited === undefined) return;
        expect(read(edited)).toEqual(withoutValueAt(read(text), at));
      }),
      { numRuns: 500 },
    );
  });
});
