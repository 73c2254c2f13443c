import { stripVTControlCharacters } from "node:util";

/** Breaks a text of one line at its spaces; every further line starts with `indent`. Spaces at the start are kept. */
export function wrapWords(text: string, columns: number, indent = ""): string {
  const start = /^ */.exec(text)?.[0] ?? "";
  const lines: string[] = [];
  let line = start;
  let width = start.length;
  let empty = true;
  for (const word of text.slice(start.length).split(" ")) {
    const size = stripVTControlCharacters(word).length;
    if (!empty && width + 1 + size > columns) {
      lines.push(line);
      line = indent + word;
      width = indent.length + size;
    } else {
      line += empty ? word : ` ${word}`;
      width += size + (empty ? 0 : 1);
    }
    empty = false;
  }
  return [...lines, line].join("\n");
}
