import type { Style } from "./style.js";
import { wrapWords } from "./wrap-words.js";

/** Longer lines are hard to read, however wide a terminal is. */
export const MAX_TEXT_COLUMNS = 100;

/** Names and what they are, beside each other; on a narrow terminal each below its name. Long texts go on below themselves. */
export function twoColumns(
  rows: readonly (readonly [name: string, summary: string])[],
  { columns, style }: { readonly columns: number; readonly style: Style },
): string {
  const width = Math.min(columns, MAX_TEXT_COLUMNS);
  const left = Math.min(Math.max(...rows.map(([name]) => name.length)), 34);
  // On a narrow terminal the summary stands below its name, where it has room.
  if (width - left - 4 < 24) {
    return rows.map(([name, summary]) => `  ${style("cyan", name)}\n${wrapWords(`      ${summary}`, width, "      ")}`).join("\n");
  }
  return rows
    .map(([name, summary]) => {
      const indent = " ".repeat(left + 4);
      const wrapped = wrapWords(indent + summary, width, indent).trimStart();
      const start = `  ${style("cyan", name)}`;
      return name.length > left ? `${start}\n${indent}${wrapped}` : `${start}${" ".repeat(left - name.length + 2)}${wrapped}`;
    })
    .join("\n");
}
