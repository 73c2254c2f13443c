import { describe, expect, it } from "vitest";
import { parseJson5 } from "../json5/parse-json5.js";
import { detectStyle, isMultiLine, lineIndent } from "./detect-style.js";

// CFG-6
describe("the style of a file", () => {
  const style = (text: string) => detectStyle(parseJson5(text));

  it("is read off its first member", () => {
    expect(style('{\n    "a": 1,\n  b: 2\n}')).toEqual({ indent: "    ", quotedKeys: true, newline: "\n" });
    expect(style("{\r\n\ta: 1\r\n}")).toEqual({ indent: "\t", quotedKeys: false, newline: "\r\n" });
    expect(style("{ 'a': 1 }")).toEqual({ indent: "  ", quotedKeys: false, newline: "\n" });
    expect(style("{}")).toEqual({ indent: "  ", quotedKeys: false, newline: "\n" });
    expect(style("[\n      1]")).toEqual({ indent: "  ", quotedKeys: false, newline: "\n" });
  });

  it("has the indentation of a line only where nothing else stands before", () => {
    const text = "ab\n  cd\r\n\t ef\r gh";
    expect([0, 2, 5, 6, 11, 15].map((offset) => lineIndent(text, offset))).toEqual(["", "", "  ", "  ", "\t ", " "]);
  });

  it.each([
    ["{ a: 1 }", false],
    ["{\n a: 1 }", true],
    ["{ a: 1\n}", false],
    ["{ /*\r*/ a: 1 }", true],
    ["{}", false],
    ["{\n}", true],
  ])("%j is over several lines: %j", (text, multiLine) => {
    const node = parseJson5(text);
    expect(node.kind === "object" && isMultiLine(node)).toBe(multiLine);
  });
});
