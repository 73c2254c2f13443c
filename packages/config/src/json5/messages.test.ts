import { ConfigError } from "@openclaw/core";
import { describe, expect, it } from "vitest";
import { parseJson5 } from "./parse-json5.js";
import { parseJson5Value } from "./parse-json5-value.js";
import { printJson5, printKey } from "./print-json5.js";

const GENERAL = "Correct the file at that place, then load it again.";

function failure(text: string): Pick<ConfigError, "code" | "message" | "hint" | "issues"> {
  try {
    parseJson5(text, "f");
  } catch (error) {
    if (error instanceof ConfigError) return { code: error.code, message: error.message, hint: error.hint, issues: error.issues };
    throw error;
  }
  throw new Error(`parsed: ${text}`);
}

// CFG-2: what happened, where, and what to do next.
describe("a text that is no JSON5", () => {
  it.each<[text: string, place: string, problem: string, hint?: string]>([
    ["", "1:1", "the file is empty", "Write at least {} into it, or delete it."],
    ["// a\n", "2:1", "the file is empty", "Write at least {} into it, or delete it."],
    ["{} x", "1:4", 'expected the end of the file, found "x"'],
    ["{} 😀", "1:4", 'expected the end of the file, found "😀"'],
    ["{} \u0007", "1:4", "expected the end of the file, found the control character U+0007"],
    ["{} \u001f", "1:4", "expected the end of the file, found the control character U+001F"],
    ["{} \u007f", "1:4", "expected the end of the file, found the control character U+007F"],
    ["{a: words}", "1:5", 'expected a value, found "w"', "Text must be in quotes."],
    ["{a: truer}", "1:5", 'expected a value, found "t"', "Text must be in quotes."],
    ["{a: null$}", "1:5", 'expected a value, found "n"', "Text must be in quotes."],
    ["{1: 2}", "1:2", 'expected a key, found "1"', "Put the key in quotes."],
    ["{a 1}", "1:4", 'expected ":" after a key, found "1"'],
    ["{a: 1 b: 2}", "1:7", 'expected "," or "}", found "b"'],
    ["[1 2]", "1:4", 'expected "," or "]", found "2"'],
    ["{a: 1", "1:1", '"{" is opened here and never closed'],
    ["{a: 1,", "1:1", '"{" is opened here and never closed'],
    ["{", "1:1", '"{" is opened here and never closed'],
    ["[1", "1:1", '"[" is opened here and never closed'],
    ["[", "1:1", '"[" is opened here and never closed'],
    ["'a", "1:1", "a string is opened here and never closed"],
    ["'a\r'", "1:3", "a string runs over the end of its line", 'Close the quote, or end the line with "\\".'],
    ["'a\n'", "1:3", "a string runs over the end of its line", 'Close the quote, or end the line with "\\".'],
    [String.raw`'\u12'`, "1:2", String.raw`"\u" must be followed by 4 hexadecimal digits`],
    [String.raw`'\u12G4'`, "1:2", String.raw`"\u" must be followed by 4 hexadecimal digits`],
    [String.raw`'\xG1'`, "1:2", String.raw`"\x" must be followed by 2 hexadecimal digits`],
    [String.raw`'\x1`, "1:2", String.raw`"\x" must be followed by 2 hexadecimal digits`],
    [String.raw`'\1'`, "1:2", "octal escapes are not allowed"],
    [String.raw`'\9'`, "1:2", "octal escapes are not allowed"],
    [String.raw`'\01'`, "1:2", "octal escapes are not allowed"],
    ["-", "1:1", '"-" does not start a number'],
    ["01", "1:1", "a number must not start with a superfluous 0"],
    ["-01", "1:1", "a number must not start with a superfluous 0"],
    ["1_", "1:2", '"_" does not belong in a number', 'Write text in quotes; "_" may only stand between two digits.'],
    ["12px", "1:3", '"p" does not belong in a number', 'Write text in quotes; "_" may only stand between two digits.'],
    ["NaNs", "1:1", 'expected a value, found "N"', "Text must be in quotes."],
    ["-NaNs", "1:5", '"s" does not belong in a number', 'Write text in quotes; "_" may only stand between two digits.'],
    ["{/* x", "1:2", 'a comment is opened by "/*" and never closed'],
    ["{}\r\n\u2028\u2029\r\nx", "5:1", 'expected the end of the file, found "x"'],
    ["[".repeat(202), "1:202", "values are nested deeper than 200 levels"],
  ])("%j: %s: %s", (text, place, problem, hint = GENERAL) => {
    const [line, column] = place.split(":").map(Number);
    expect(failure(text)).toEqual({
      code: "config_invalid",
      message: `f:${place}: ${problem}`,
      hint,
      issues: [{ path: "", message: problem, file: "f", line, column }],
    });
  });

  it("has the name that people know when it has none of its own", () => {
    expect(() => parseJson5("")).toThrow("openclaw.json:1:1");
    expect(() => parseJson5Value("x")).toThrow("value:1:1");
  });
});

describe("JSON5 values", () => {
  it.each<[text: string, value: unknown]>([
    ["180_000", 180_000],
    ["-0x1_0", -16],
    ["+0XfF", 255],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    ["+Infinity", Number.POSITIVE_INFINITY],
    ["-NaN", Number.NaN],
    ["NaN", Number.NaN],
    ["0", 0],
    ["-0.5", -0.5],
    ["0.", 0],
    ["1E3", 1000],
    [" true ", true],
    ["false", false],
    ["null", null],
    [String.raw`'\b\f\n\r\t\v\0\'\"\\\q\u0041\x42'`, "\b\f\n\r\t\v\0'\"\\qAB"],
    ["'a\\\nb\\\r\nc\\\rd\\\u2028e\\\u2029f'", "abcdef"],
    ["'\u2028'", "\u2028"],
    [String.raw`'\0a'`, "\0a"],
    [String.raw`{ \u0061b: 1, $: 2, _x: 3, é1: 4 }`, { ab: 1, $: 2, _x: 3, é1: 4 }],
    ["\uFEFF[1, // one\n 2 /* two */ , ]", [1, 2]],
    ["{ a: 1, a: 2 }", { a: 2 }],
    [`${"[".repeat(201)}${"]".repeat(201)}`, JSON.parse(`${"[".repeat(201)}${"]".repeat(201)}`)],
  ])("%j is read", (text, value) => {
    expect(parseJson5Value(text)).toEqual(value);
  });

  const style = { indent: "  ", quotedKeys: false, newline: "\n" };

  it("are printed over several lines, lists of plain values on one", () => {
    const value = { a: [1, "b", null, undefined], "c d": { e: [{ f: -0 }], g: [] }, h: {}, gone: undefined, line: "\u2028\u2029" };
    expect(printJson5(value, style, "  ")).toBe(
      String.raw`{
    a: [1, "b", null, null],
    "c d": {
      e: [
        {
          f: -0
        }
      ],
      g: []
    },
    h: {},
    line: "\u2028\u2029"
  }`,
    );
    expect(printJson5({ a: [[1]] }, { indent: "\t", quotedKeys: true, newline: "\r\n" })).toBe('{\r\n\t"a": [\r\n\t\t[1]\r\n\t]\r\n}');
    expect(printJson5([undefined, null, true], style)).toBe("[null, null, true]");
  });

  it.each([
    ["a", "a"],
    ["$a_1", "$a_1"],
    ["é", "é"],
    ["1a", '"1a"'],
    ["a-b", '"a-b"'],
    ["", '""'],
  ])("have the key %j as %s", (key, text) => {
    expect(printKey(key, style)).toBe(text);
    expect(printKey(key, { quotedKeys: true })).toBe(JSON.stringify(key));
  });
});
