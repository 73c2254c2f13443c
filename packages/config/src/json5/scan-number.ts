import { describeCharacter, syntaxError } from "./syntax-error.js";
import type { SourceText } from "./syntax-tree.js";

// CFG-2: JSON5's numbers, and `_` between two digits as in JavaScript (`180_000`).
const DECIMAL = /[+-]?(?:(?:\d+(?:_\d+)*)(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?/iy;
const HEXADECIMAL = /([+-]?)0x([0-9a-f]+(?:_[0-9a-f]+)*)/iy;
const NAMED = /([+-]?)(Infinity|NaN)/y;
const WORD_CHARACTER = /[\p{L}\p{N}_$.]/u;

/** True when a number can start with this character. */
export function startsNumber(character: string): boolean {
  return /[0-9+.-]/.test(character);
}

/** Reads the number that starts at `start`. */
export function scanNumber(source: SourceText, start: number): { readonly value: number; readonly end: number } {
  const { text } = source;
  const named = matchAt(NAMED, text, start);
  if (named !== null) {
    const size = named[2] === "NaN" ? Number.NaN : Number.POSITIVE_INFINITY;
    return finish(source, named[1] === "-" ? -size : size, start + named[0].length);
  }
  const hexadecimal = matchAt(HEXADECIMAL, text, start);
  if (hexadecimal !== null) {
    const size = Number(`0x${(hexadecimal[2] ?? "").replaceAll("_", "")}`);
    return finish(source, hexadecimal[1] === "-" ? -size : size, start + hexadecimal[0].length);
  }
  const decimal = matchAt(DECIMAL, text, start);
  if (decimal === null) throw syntaxError(source, start, `${describeCharacter(text, start)} does not start a number`);
  const digits = decimal[0].replaceAll("_", "");
  if (/^[+-]?0\d/.test(digits)) throw syntaxError(source, start, "a number must not start with a superfluous 0");
  return finish(source, Number(digits), start + decimal[0].length);
}

function finish(source: SourceText, value: number, end: number): { readonly value: number; readonly end: number } {
  if (WORD_CHARACTER.test(source.text.charAt(end))) {
    throw syntaxError(
      source,
      end,
      `${describeCharacter(source.text, end)} does not belong in a number`,
      'Write text in quotes; "_" may only stand between two digits.',
    );
  }
  return { value, end };
}

function matchAt(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}
