import { endOfLine } from "../json5/skip-trivia.js";
import type { SyntaxNode } from "../json5/syntax-tree.js";

/** The end of the line on which a token ends, comments on it included; never past the closing bracket. */
export function endOfTokenLine(node: SyntaxNode, tokenEnd: number): number {
  const { text } = node.source;
  let at = tokenEnd;
  for (;;) {
    while (text.charAt(at) === " " || text.charAt(at) === "\t") at++;
    if (text.startsWith("//", at)) return endOfLine(text, at);
    if (!text.startsWith("/*", at)) return at;
    at = text.indexOf("*/", at) + 2;
  }
}
