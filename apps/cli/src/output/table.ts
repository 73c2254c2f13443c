import stringWidth from "fast-string-width";
import { cut, cutNames } from "./cut.js";
import type { Style } from "./style.js";

export interface TableOptions {
  readonly columns: number;
  readonly style: Style;
  readonly unicode: boolean;
  /** Columns whose values stand at the right, by position: numbers. */
  readonly right?: readonly number[];
  /** Columns that are left out one after the other where the row does not fit, by position. */
  readonly drop?: readonly number[];
}

const GAP = "  ";
const LEAST_WIDTH = 12;

/** Aligned columns with a header, ending in a line break. Where they do not fit, some are left out and the widest is cut; the first names
 * its row, and stays unlike the others. */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[], options: TableOptions): string {
  let kept = header.map((_name, index) => index);
  const widthOf = (index: number): number => Math.max(...[header, ...rows].map((row) => stringWidth(row[index] ?? "")), 0);
  const widths = header.map((_name, index) => widthOf(index));
  const total = (): number => kept.reduce((sum, index) => sum + (widths[index] ?? 0) + GAP.length, -GAP.length);
  for (const index of options.drop ?? []) {
    if (total() > options.columns && kept.length > 1) kept = kept.filter((column) => column !== index);
  }
  while (total() > options.columns) {
    const widest = kept.reduce((best, index) => ((widths[index] ?? 0) > (widths[best] ?? 0) ? index : best), kept[0] ?? 0);
    const over = total() - options.columns;
    const width = widths[widest] ?? 0;
    if (width <= LEAST_WIDTH) break;
    widths[widest] = Math.max(LEAST_WIDTH, width - over);
  }
  const [first = 0] = kept;
  const names = cutNames(
    rows.map((row) => row[first] ?? ""),
    widths[first] ?? 0,
    options.unicode,
  );
  const line = (row: readonly string[], paint: (text: string) => string): string =>
    kept
      .map((index, position) => {
        const text = cut(row[index] ?? "", widths[index] ?? 0, options.unicode);
        const padding = " ".repeat(Math.max(0, (widths[index] ?? 0) - stringWidth(text)));
        if (options.right?.includes(index) === true) return padding + paint(text);
        return position === kept.length - 1 ? paint(text) : paint(text) + padding;
      })
      .join(GAP)
      .trimEnd();
  const body = rows.flatMap((row, number) => {
    const [name = "", ...more] = names[number] ?? [];
    return [line(row.with(first, name), (text) => text), ...more];
  });
  return `${[line(header, (text) => options.style("bold", text)), ...body].join("\n")}\n`;
}
