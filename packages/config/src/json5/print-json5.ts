import { readArray, readObject } from "@openclaw/core/internal";
import { isIdentifier } from "./scan-identifier.js";

export interface PrintStyle {
  readonly indent: string;
  readonly quotedKeys: boolean;
  readonly newline: string;
}

/** A value as JSON5 text, over several lines where it holds something; `base` is the indentation of the line that it starts on. */
export function printJson5(value: unknown, style: PrintStyle, base = ""): string {
  const inner = base + style.indent;
  const items = readArray(value);
  if (items !== undefined) {
    const simple = items.every((item) => typeof item !== "object" || item === null);
    if (simple) return `[${items.map((item) => printScalar(item)).join(", ")}]`;
    const lines = items.map((item) => `${inner}${printJson5(item, style, inner)}`);
    return `[${style.newline}${lines.join(`,${style.newline}`)}${style.newline}${base}]`;
  }
  const object = readObject(value);
  if (object === undefined) return printScalar(value);
  const entries = Object.entries(object).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return "{}";
  const lines = entries.map(([key, item]) => `${inner}${printKey(key, style)}: ${printJson5(item, style, inner)}`);
  return `{${style.newline}${lines.join(`,${style.newline}`)}${style.newline}${base}}`;
}

/** A member name, in quotes where it needs them or where the file has them. */
export function printKey(key: string, style: Pick<PrintStyle, "quotedKeys">): string {
  return style.quotedKeys || !isIdentifier(key) ? JSON.stringify(key) : key;
}

function printScalar(value: unknown): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  // U+2028 and U+2029 are line ends to older JSON5 readers.
  return JSON.stringify(value ?? null)
    .replaceAll("\u2028", String.raw`\u2028`)
    .replaceAll("\u2029", String.raw`\u2029`);
}
