import type { ObjectNode, SyntaxNode } from "../json5/syntax-tree.js";

/** How a file is written, so that what is added looks like the rest. */
export interface TextStyle {
  readonly indent: string;
  /** Names in double quotes, as in JSON. */
  readonly quotedKeys: boolean;
  readonly newline: string;
}

/** Reads the style off the first members of a file. */
export function detectStyle(root: SyntaxNode): TextStyle {
  const { text } = root.source;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const first = root.kind === "object" ? root.members[0] : undefined;
  const indent = first === undefined ? "" : lineIndent(text, first.keyStart);
  return { indent: indent === "" ? "  " : indent, quotedKeys: first !== undefined && text.charAt(first.keyStart) === '"', newline };
}

/** The white space that starts the line of an offset; `""` when something else stands before the offset on that line. */
export function lineIndent(text: string, offset: number): string {
  const lineStart = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? "";
}

/** True when the first member stands on a line of its own. */
export function isMultiLine(node: ObjectNode): boolean {
  const [first] = node.members;
  const end = first === undefined ? node.end : first.keyStart;
  return /[\n\r]/.test(node.source.text.slice(node.start, end));
}
