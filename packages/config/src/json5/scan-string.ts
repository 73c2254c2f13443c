import { syntaxError } from "./syntax-error.js";
import type { SourceText } from "./syntax-tree.js";

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "0": "\0",
  "\n": "",
  "\u2028": "",
  "\u2029": "",
};

/** Reads the quoted string that starts at `start`; answers its value and the offset after its closing quote. */
export function scanString(source: SourceText, start: number): { readonly value: string; readonly end: number } {
  const { text } = source;
  const quote = text.charAt(start);
  let value = "";
  let at = start + 1;
  for (;;) {
    const character = text.charAt(at);
    if (character === "") throw syntaxError(source, start, "a string is opened here and never closed");
    if (character === quote) return { value, end: at + 1 };
    if (character === "\n" || character === "\r") {
      throw syntaxError(source, at, "a string runs over the end of its line", 'Close the quote, or end the line with "\\".');
    }
    if (character === "\\") {
      const escape = scanEscape(source, at);
      value += escape.value;
      at = escape.end;
    } else {
      value += character;
      at++;
    }
  }
}

function scanEscape(source: SourceText, start: number): { readonly value: string; readonly end: number } {
  const { text } = source;
  const character = text.charAt(start + 1);
  if (character === "u" || character === "x") {
    const length = character === "u" ? 4 : 2;
    const digits = text.slice(start + 2, start + 2 + length);
    if (digits.length < length || /[^0-9a-f]/i.test(digits)) {
      throw syntaxError(source, start, `"\\${character}" must be followed by ${length} hexadecimal digits`);
    }
    return { value: String.fromCharCode(Number.parseInt(digits, 16)), end: start + 2 + length };
  }
  if (character === "\r") return { value: "", end: start + (text.charAt(start + 2) === "\n" ? 3 : 2) };
  const digitFollows = /\d/.test(text.charAt(start + 2));
  if (/[1-9]/.test(character) || (character === "0" && digitFollows)) throw syntaxError(source, start, "octal escapes are not allowed");
  return { value: SIMPLE_ESCAPES[character] ?? character, end: start + 2 };
}
