import type { Variables } from "./environment.js";

const LINE = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.]*)[ \t]*=[ \t]*("(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|[^\r\n]*)/gm;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/**
 * Reads a `.env` file: `NAME=value`, `export NAME=value`, three kinds of quotes (also over several lines), `#` comments.
 * Values are taken as they are; `$NAME` in them is not expanded. A line that is none of these is passed over.
 */
export function parseDotenv(text: string): Variables {
  const variables: Record<string, string> = {};
  for (const [, name, raw] of text.replace(/^\uFEFF/, "").matchAll(LINE)) {
    if (name !== undefined && raw !== undefined && name !== "__proto__") variables[name] = readValue(raw);
  }
  return variables;
}

function readValue(raw: string): string {
  const quote = raw.charAt(0);
  const quoted = raw.length > 1 && (quote === '"' || quote === "'" || quote === "`") && raw.endsWith(quote);
  if (!quoted) return raw.replace(/(?:^|\s)#.*$/, "").trim();
  const inner = raw.slice(1, -1);
  return quote === '"' ? inner.replace(/\\(.)/g, (_escape, character: string) => ESCAPES[character] ?? character) : inner;
}
