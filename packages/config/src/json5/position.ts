import type { SourceText } from "./syntax-tree.js";

/** A place in a file as people count: both start at 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/g;

/** Line and column of an offset. */
export function positionAt(source: SourceText, offset: number): SourcePosition {
  let line = 1;
  let lineStart = 0;
  for (const match of source.text.slice(0, offset).matchAll(LINE_BREAK)) {
    line++;
    lineStart = match.index + match[0].length;
  }
  return { file: source.file, line, column: offset - lineStart + 1 };
}
