import { printJson5, printKey } from "../json5/print-json5.js";
import { skipTrivia } from "../json5/skip-trivia.js";
import type { ArrayNode, ObjectNode } from "../json5/syntax-tree.js";
import { isMultiLine, lineIndent, type TextStyle } from "./detect-style.js";
import { endOfTokenLine } from "./end-of-token-line.js";
import type { Splice } from "./splice.js";

/** A new member behind the last one, written as its neighbours are. */
export function insertMember(
  node: ObjectNode,
  { key, value }: { readonly key: string; readonly value: unknown },
  style: TextStyle,
): Splice {
  const last = node.members.at(-1);
  const firstQuoted = node.members[0] === undefined ? style.quotedKeys : node.source.text.charAt(node.members[0].keyStart) === '"';
  const print = (base: string): string =>
    `${printKey(key, { quotedKeys: firstQuoted || style.quotedKeys })}: ${printJson5(value, style, base)}`;
  const before = last && { end: last.value.end, indent: lineIndent(node.source.text, last.keyStart) };
  return insertAfter(node, before, { print, style });
}

/** The same for an item of a list. */
export function insertItem(node: ArrayNode, value: unknown, style: TextStyle): Splice {
  const last = node.items.at(-1);
  const before = last && { end: last.end, indent: lineIndent(node.source.text, last.start) };
  return insertAfter(node, before, { print: (base) => printJson5(value, style, base), style });
}

interface Printing {
  /** @param indent of the lines after its first */
  readonly print: (indent: string) => string;
  readonly style: TextStyle;
}

/** Places a new member or item after the last one, behind the comment that may stand on its line. */
function insertAfter(
  node: ObjectNode | ArrayNode,
  last: { readonly end: number; readonly indent: string } | undefined,
  { print, style }: Printing,
): Splice {
  const { text } = node.source;
  const base = lineIndent(text, node.start);
  if (last === undefined) return insertFirst(node, base, { print, style });
  const comma = skipTrivia(node.source, last.end);
  const hasComma = text.charAt(comma) === ",";
  const tokenEnd = hasComma ? comma + 1 : last.end;
  const multiLine = node.kind === "object" ? isMultiLine(node) : /[\n\r]/.test(text.slice(node.start, node.items[0]?.start));
  if (!multiLine) {
    const tail = text.slice(tokenEnd, node.end);
    const own = print(base);
    // A comment that ends its line would swallow what is put behind it on the same line.
    const broken = /[\n\r]/.test(tail) ? style.newline : "";
    return {
      start: tokenEnd,
      end: tokenEnd,
      text: `${hasComma ? "" : ","}${broken === "" ? " " : `${broken}${base}${style.indent}`}${own}${hasComma ? "," : ""}`,
    };
  }
  const indent = last.indent === "" ? base + style.indent : last.indent;
  const lineEnd = endOfTokenLine(node, tokenEnd);
  const lead = text.slice(tokenEnd, lineEnd);
  return {
    start: tokenEnd,
    end: lineEnd,
    text: `${hasComma ? "" : ","}${lead.trimEnd()}${style.newline}${indent}${print(indent)}${hasComma ? "," : ""}${lineEnd === node.end - 1 ? style.newline + base : ""}`,
  };
}

function insertFirst(node: ObjectNode | ArrayNode, base: string, { print, style }: Printing): Splice {
  const close = node.end - 1;
  const inner = node.source.text.slice(node.start + 1, close);
  const kept = inner.trimEnd();
  return {
    start: node.start + 1 + kept.length,
    end: close,
    text: `${style.newline}${base}${style.indent}${print(base + style.indent)}${style.newline}${base}`,
  };
}
