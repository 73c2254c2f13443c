import stringWidth from "fast-string-width";
import type { Style } from "../style.js";

export interface AnswerTableOptions {
  readonly columns: number;
  readonly style: Style;
  /** Columns whose cells stand at the right, by position. */
  readonly right: readonly number[];
}

const GAP = "  ";
// Narrower than this a column is no longer read, and each row is better a list of its cells.
const LEAST_WIDTH = 8;

/**
 * The table of an answer: unlike a listing of this program, nothing of it may be cut. Cells that do not fit go on in further rows; where not
 * even that can be read, every row becomes lines of `header: cell`.
 */
export function renderAnswerTable(
  header: readonly string[],
  body: readonly (readonly string[])[],
  { columns, style, right }: AnswerTableOptions,
): string {
  const rows = [header, ...body];
  const count = Math.max(...rows.map((row) => row.length));
  const natural = Array.from({ length: count }, (_, index) => Math.max(1, ...rows.map((row) => stringWidth(row[index] ?? ""))));
  const widths = fitWidths(natural, columns - GAP.length * (count - 1));
  if (widths === undefined) return asList(header, body, { columns, style });

  const blocks = rows.map((row, position) => {
    const cells = widths.map((width, index) => breakText(row[index] ?? "", width));
    const height = Math.max(...cells.map((lines) => lines.length));
    const lines = Array.from({ length: height }, (_, line) =>
      widths
        .map((width, index) => {
          const text = cells[index]?.[line] ?? "";
          const padding = " ".repeat(Math.max(0, width - stringWidth(text)));
          const painted = position === 0 && text !== "" ? style("bold", text) : text;
          if (right.includes(index)) return padding + painted;
          return index === count - 1 ? painted : painted + padding;
        })
        .join(GAP)
        .trimEnd(),
    );
    return lines.join("\n");
  });
  // Cells of several rows would run into those below them.
  return `${blocks.join(blocks.some((block) => block.includes("\n")) ? "\n\n" : "\n")}\n`;
}

/** Takes from the widest until the row fits; `undefined` where too little would be left of one. */
function fitWidths(natural: readonly number[], room: number): readonly number[] | undefined {
  const widths = [...natural];
  let over = widths.reduce((sum, width) => sum + width, 0) - room;
  while (over > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= LEAST_WIDTH) return undefined;
    widths[widest] = (widths[widest] ?? 0) - 1;
    over -= 1;
  }
  return widths;
}

function asList(
  header: readonly string[],
  body: readonly (readonly string[])[],
  { columns, style }: Pick<AnswerTableOptions, "columns" | "style">,
): string {
  const items = body.map((row) =>
    row
      .map((cell, index) => {
        const name = header[index] ?? "";
        const [first = "", ...more] = breakText(name === "" ? cell : `${name}: ${cell}`, columns);
        const painted = name !== "" && first.startsWith(`${name}:`) ? `${style("bold", `${name}:`)}${first.slice(name.length + 1)}` : first;
        return [painted, ...more].join("\n");
      })
      .join("\n"),
  );
  return `${items.length === 0 ? header.join("\n") : items.join("\n\n")}\n`;
}

/** Rows of at most this width, broken at spaces, and inside of a word only where it is longer than a row. */
function breakText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (stringWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    line = "";
    for (const character of word) {
      if (line !== "" && stringWidth(line + character) > width) {
        lines.push(line);
        line = "";
      }
      line += character;
    }
  }
  return [...lines, line];
}
