import type { JsonValue } from "@openclaw/core";
import { parseJson } from "@openclaw/core/internal";

/**
 * The value of a JSON text of which only the beginning is there: what is open is closed, a property without its value and a number or word that may
 * go on are left out. `undefined` while nothing can be told, or when the text is not JSON.
 */
export function readPartialJson(text: string): JsonValue | undefined {
  const begun = text.replace(/^\s*```(?:json)?\s*\n/, "").trimStart();
  if (!/^[[{]/.test(begun)) return undefined;
  const { end, closers } = lastWhole(begun);
  return parseJson(begun.slice(0, end) + closers) as JsonValue | undefined;
}

interface Cut {
  /** How much of the text can stay. */
  readonly end: number;
  /** What closes it. */
  readonly closers: string;
}

/** The furthest place at which the text can be closed. */
function lastWhole(text: string): Cut {
  const open: string[] = [];
  let cut: Cut = { end: 0, closers: "" };
  const cutAt = (end: number, closer = ""): void => {
    cut = { end, closers: closer + open.toReversed().join("") };
  };
  // A text in an object is a key until its colon has come.
  let isKey = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '"') {
      const end = endOfText(text, at);
      if (end === undefined) {
        if (!isKey) cutAt(lastCharacter(text), '"');
        return cut;
      }
      at = end;
      if (!isKey) cutAt(at + 1);
    } else if (sign === "{" || sign === "[") {
      open.push(sign === "{" ? "}" : "]");
      isKey = sign === "{";
      cutAt(at + 1);
    } else if (sign === "}" || sign === "]") {
      open.pop();
      isKey = false;
      cutAt(at + 1);
      if (open.length === 0) return cut;
    } else if (sign === ":") isKey = false;
    // What stands before a comma is whole, numbers and words too.
    else if (sign === ",") {
      cutAt(at);
      isKey = open.at(-1) === "}";
    }
  }
  return cut;
}

/** Where the text that begins at `start` has its closing quote. */
function endOfText(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return undefined;
}

/** The end of an open text, without an escape or half a character that is cut. */
function lastCharacter(text: string): number {
  const escape = /(?<!\\)(?:\\\\)*(\\(?:u[0-9a-fA-F]{0,3})?)$/.exec(text)?.[1]?.length ?? 0;
  const half = /(?:\\u[dD][89abAB][0-9a-fA-F]{2}|[\ud800-\udbff])$/.exec(text.slice(0, text.length - escape))?.[0].length ?? 0;
  return text.length - escape - half;
}
