import { describeCharacter, syntaxError } from "./syntax-error.js";
import type { SourceText } from "./syntax-tree.js";

const IDENTIFIER = /(?:[\p{ID_Start}$_]|\\u[0-9a-fA-F]{4})(?:[\p{ID_Continue}$\u200C\u200D]|\\u[0-9a-fA-F]{4})*/uy;
const WHOLE_IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200C\u200D]*$/u;

/** Reads an unquoted member name. */
export function scanIdentifier(source: SourceText, start: number): { readonly value: string; readonly end: number } {
  IDENTIFIER.lastIndex = start;
  const match = IDENTIFIER.exec(source.text);
  if (match === null) {
    throw syntaxError(source, start, `expected a key, found ${describeCharacter(source.text, start)}`, "Put the key in quotes.");
  }
  const value = match[0].replace(/\\u([0-9a-fA-F]{4})/g, (_escape, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return { value, end: start + match[0].length };
}

/** True when the text may stand as a member name without quotes. */
export function isIdentifier(text: string): boolean {
  return WHOLE_IDENTIFIER.test(text);
}
