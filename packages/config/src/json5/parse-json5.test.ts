import { ConfigError } from "@openclaw/core";
import { expectNoSecrets, plantedSecrets } from "@openclaw/testing";
import * as fc from "fast-check";
import JSON5 from "json5";
import { describe, expect, it } from "vitest";
import { parseJson5 } from "./parse-json5.js";
import { printJson5 } from "./print-json5.js";
import { toValue } from "./to-value.js";

const read = (text: string): unknown => toValue(parseJson5(text));
function failure(text: string): ConfigError {
  try {
    parseJson5(text, "f.json");
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`parsed: ${text}`);
}

/** What a reader makes of a text: its value, or that it is wrong. */
function outcome(work: () => unknown): unknown {
  try {
    return { value: work() };
  } catch {
    return "wrong";
  }
}

// CFG-2
describe("parseJson5", () => {
  it("reads everything that JSON5 has", () => {
    const text = `// comment
    { unquoted: 'and you can quote me on that', "singleQuotes": 'I can use "double quotes" here',
      lineBreaks: "Look, Mom! \\
No \\\\n's!", hexadecimal: 0xdecaf, leadingDecimalPoint: .8675309, andTrailing: 8675309., positiveSign: +1,
      trailingComma: 'in objects', andIn: ['arrays',], "backwardsCompatible": "with JSON", $id_1: null, ünï: -Infinity, /* end */ }`;
    expect(read(text)).toEqual(JSON5.parse(text));
  });

  it("takes digit separators where JavaScript does, and nowhere else", () => {
    expect(read("{ timeoutMs: 180_000 }")).toEqual({ timeoutMs: 180_000 });
    expect(read("[1_0.2_5, 0xF_F, 1_0e1_0, -1_000, .5_5]")).toEqual([10.25, 255, 10e10, -1000, 0.55]);
    for (const text of ["1_", "_1", "1__0", "1_.0", "1._0", "0x_F", "1e_1", "[180_ 000]", "0_0"]) {
      expect(() => read(text), text).toThrow(ConfigError);
    }
    expect(read("'180_000'")).toBe("180_000");
  });

  it("agrees with the json5 library on any value, written in any way", () => {
    const text = fc.json({ maxDepth: 4 }).map((json) => json);
    const spaced = fc.tuple(text, fc.constantFrom(" ", "\n", "/* c */", "// c\n", "\t")).map(([json, space]) => {
      return JSON5.stringify(JSON.parse(json), null, 2).replaceAll("\n", `${space}\n`);
    });
    fc.assert(
      fc.property(fc.oneof(text, spaced), (json) => {
        expect(read(json)).toEqual(withoutPrototypes(JSON5.parse(json)));
      }),
      { numRuns: 500 },
    );
  });

  it("agrees with the json5 library on which texts are wrong", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      "a",
      "'b'",
      '"c"',
      "1",
      "-",
      ".5",
      "0x1",
      "true",
      "null",
      " ",
      "\n",
      "/*",
      "*/",
      "//",
      "\\",
      "NaN",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join("");
        expect(
          outcome(() => read(text)),
          text,
        ).toEqual(outcome(() => withoutPrototypes(JSON5.parse(text))));
      }),
      { numRuns: 3000 },
    );
  });

  it("prints what it reads back, also as JSON where names are quoted", () => {
    const style = { indent: "  ", quotedKeys: true, newline: "\n" };
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const clean = withoutPrototypes(value);
        expect(read(printJson5(clean, style))).toEqual(clean);
        expect(JSON.parse(printJson5(clean, style))).toEqual(clean);
        expect(read(printJson5(clean, { ...style, quotedKeys: false }))).toEqual(clean);
      }),
      // -0 stays -0, unlike in JSON.stringify.
      { examples: [[[-0]]] },
    );
  });

  it("says where and what, by line and column", () => {
    expect(failure("{\n  a: 1\n  b: 2\n}").message).toBe('f.json:3:3: expected "," or "}", found "b"');
    expect(failure("{ a: ").message).toBe("f.json:1:6: expected a value, found the end of the file");
    expect(failure("{\r\n a: [1,\r\n").message).toBe('f.json:2:5: "[" is opened here and never closed');
    expect(failure("{ a: 'x\n' }").message).toBe("f.json:1:8: a string runs over the end of its line");
    expect(failure("/* x").message).toContain("never closed");
    expect(failure("").message).toBe("f.json:1:1: the file is empty");
    expect(failure("[".repeat(100_000)).message).toMatch(/nested deeper than 200/);
    expect(failure("{a:".repeat(100_000)).message).toMatch(/nested deeper than 200/);
    expect(failure("[{a:".repeat(150)).message).toMatch(/nested deeper than 200/);
  });

  it("does not repeat an unquoted key in its message", () => {
    // KEY-6
    const secrets = plantedSecrets("syntax");
    for (const text of [`{ apiKey: ${secrets.apiKey} }`, `{ apiKey: '${secrets.password} }`, `{ a: 1 ${secrets.token} }`]) {
      expectNoSecrets(failure(text), secrets);
    }
  });

  it("never lets a file reach a prototype", () => {
    const value = read('{ "__proto__": { polluted: true }, a: { "__proto__": 1, b: 2 } }');
    expect(value).toEqual({ a: { b: 2 } });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

function withoutPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "__proto__")
      .map(([key, item]) => [key, withoutPrototypes(item)]),
  );
}
