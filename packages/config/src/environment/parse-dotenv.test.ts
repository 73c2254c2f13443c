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
});
