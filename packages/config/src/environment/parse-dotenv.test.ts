import { describe, expect, it } from "vitest";
import { parseDotenv } from "./parse-dotenv.js";

// CFG-2
describe("parseDotenv", () => {
  it("reads names, quotes, comments and several lines", () => {
    const text = `\uFEFF# comment
A=1
 export B = two words   # note
C="with # and \\n break"
D='single $A # kept'
E=\`back\`
EMPTY=
F="two
lines"
URL=https://x.test/#part
not a line
G=last`;
    expect(parseDotenv(text)).toEqual({
      A: "1",
      B: "two words",
      C: "with # and \n break",
      D: "single $A # kept",
      E: "back",
      EMPTY: "",
      F: "two\nlines",
      URL: "https://x.test/#part",
      G: "last",
    });
  });

  it("reads Windows line ends", () => {
    expect(parseDotenv("A=1\r\nB=2\r\n")).toEqual({ A: "1", B: "2" });
  });

  it.each<[text: string, value: string]>([
    ["a # note", "a"],
    ["# all of it", ""],
    ["#a", ""],
    ["a#b", "a#b"],
    ["a\t#b", "a"],
    ["  a b  ", "a b"],
    ['"a"', "a"],
    ['"a" # note', "a"],
    ['""', ""],
    ['"', '"'],
    ["'", "'"],
    ["''", ""],
    ['"a', '"a'],
    ['a"', 'a"'],
    ["'a\"", "'a\""],
    ["'a\\n'", "a\\n"],
    ["`a\\n`", "a\\n"],
    [String.raw`"a\tb\rc\nd\\e\"f\xg"`, 'a\tb\rc\nd\\e"fxg'],
    ["'two\nlines'", "two\nlines"],
    ["`two\nlines`", "two\nlines"],
  ])("reads A=%j as %j", (written, value) => {
    expect(parseDotenv(`A=${written}\nB=2`)).toEqual({ A: value, B: "2" });
  });

  it("reads a name wherever its line begins, and nothing that is no line of its own", () => {
    expect(parseDotenv("\tA = 1\nexport\t B=2\nexport  C=3\n_d.e=4\nf1=5")).toEqual({ A: "1", B: "2", C: "3", "_d.e": "4", f1: "5" });
    expect(parseDotenv("1A=1\n-B=1\nC D=1\n=1\nnote A=1\nA-B=1")).toEqual({});
    expect(parseDotenv("\uFEFFA=1")).toEqual({ A: "1" });
    expect(parseDotenv("")).toEqual({});
  });

  it("reaches no prototype", () => {
    const variables = parseDotenv("__proto__=x\nconstructor=y");
    expect(Object.entries(variables)).toEqual([["constructor", "y"]]);
    expect(Object.getPrototypeOf(variables)).toBe(Object.prototype);
  });
});
