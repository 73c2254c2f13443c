import { skipTrivia } from "../json5/skip-trivia.js";
import type { ArrayNode, ObjectNode } from "../json5/syntax-tree.js";
import { lineIndent } from "./detect-style.js";
import { endOfTokenLine } from "./end-of-token-line.js";
import type { Splice } from "./splice.js";

/** What is to be taken out: from a key or an item to its end, and the end of what stands before it. */
export interface Removed {
  readonly start: number;
  readonly end: number;
  readonly before: number | undefined;
}

/** Takes a member or an item out, with its comma, and with its line where it stood alone there. */
export function removal(node: ObjectNode | ArrayNode, { start, end, before }: Removed): readonly Splice[] {
  const { text } = node.source;
  const comma = skipTrivia(node.source, end);
  const splices: Splice[] = [];
  let until = end;
  if (text.charAt(comma) === ",") until = comma + 1;
  else if (before !== undefined) {
    const earlier = skipTrivia(node.source, before);
    if (text.charAt(earlier) === ",") splices.push({ start: earlier, end: earlier + 1, text: "" });
  }
  const lineStart = start - lineIndent(text, start).length;
  const ownLine = lineStart === 0 || /[\n\r]/.test(text.charAt(lineStart - 1));
  const lineEnd = endOfTokenLine(node, until);
  const endsLine = /[\n\r]/.test(text.charAt(lineEnd));
  if (ownLine && endsLine) {
    const breakLength = text.startsWith("\r\n", lineEnd) ? 2 : 1;
    return [...splices, { start: lineStart, end: lineEnd + breakLength, text: "" }];
  }
  const spaces = /^[ \t]*/.exec(text.slice(until))?.[0].length ?? 0;
  return [...splices, { start, end: until + (ownLine ? 0 : spaces), text: "" }];
}
