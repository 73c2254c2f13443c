import stringWidth from "fast-string-width";
import { wrapWords } from "./wrap-words.js";

export type Labelled = readonly (readonly [label: string, value: string])[];

/**
 * `label : value` in lines that fit: a long value goes on below itself, and where even its longest word has no room beside the labels, all of it
 * stands below its label, unless it is short.
 *
 * @param columns `Infinity` where nothing has to fit
 * @param paint how labels look
 */
export function labelledLines(rows: Labelled, columns: number, paint: (label: string) => string): readonly string[] {
  const width = Math.max(...rows.map(([label]) => label.length));
  const longest = Math.max(...rows.flatMap(([, value]) => value.split(" ").map((word) => stringWidth(word))));
  const beside = width + 3 + longest <= columns;
  const indent = " ".repeat(beside ? width + 3 : 2);
  return rows.flatMap(([label, value]) => {
    const wrapped = wrapWords(`${indent}${value}`, columns, indent);
    if (beside) return [`${paint(label.padEnd(width))} : ${wrapped.slice(indent.length)}`];
    return label.length + 2 + stringWidth(value) <= columns ? [`${paint(label)}: ${value}`] : [`${paint(label)}:`, wrapped];
  });
}
