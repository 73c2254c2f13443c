import fc from "fast-check";

/** The choices a person makes while writing JSON5. */
export interface Json5Style {
  readonly indent: "" | "  " | "\t";
  readonly newline: "\n" | "\r\n";
  readonly quote: '"' | "'";
  readonly bareNames: boolean;
  readonly trailingCommas: boolean;
  /** A comment stands before every n-th member; 0: none. */
  readonly commentEvery: number;
}

export const json5Styles: fc.Arbitrary<Json5Style> = fc.record({
  indent: fc.constantFrom("" as const, "  " as const, "\t" as const),
  newline: fc.constantFrom("\n" as const, "\r\n" as const),
  quote: fc.constantFrom('"' as const, "'" as const),
  bareNames: fc.boolean(),
  trailingCommas: fc.boolean(),
  commentEvery: fc.nat(3),
});

export interface Json5Text {
  readonly text: string;
  /** Every comment written, each with a number of its own. */
  readonly comments: readonly string[];
}

/** Writes a JSON value as a person might. */
export function writeJson5(value: unknown, style: Json5Style): Json5Text {
  const comments: string[] = [];
  let members = 0;

  function comment(): string {
    members += 1;
    if (style.commentEvery === 0 || members % style.commentEvery !== 0) return "";
    const text = members % 2 === 0 ? `/* note ${comments.length} */` : `// note ${comments.length}`;
    comments.push(text);
    return `${text}${style.newline}`;
  }

  function quoted(text: string): string {
    const inner = JSON.stringify(text).slice(1, -1);
    return style.quote === '"' ? `"${inner}"` : `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  }

  function write(item: unknown, depth: number): string {
    if (typeof item === "string") return quoted(item);
    if (typeof item !== "object" || item === null) return JSON.stringify(item);
    const parts = Array.isArray(item)
      ? item.map((entry: unknown) => comment() + write(entry, depth + 1))
      : Object.entries(item).map(([name, entry]) => `${comment()}${nameOf(name)}: ${write(entry, depth + 1)}`);
    const [open, close] = Array.isArray(item) ? ["[", "]"] : ["{", "}"];
    if (parts.length === 0) return open + close;
    const margin = style.newline + style.indent.repeat(depth + 1);
    return `${open}${margin}${parts.join(`,${margin}`)}${style.trailingCommas ? "," : ""}${style.newline}${style.indent.repeat(depth)}${close}`;
  }

  function nameOf(name: string): string {
    return style.bareNames && /^[a-zA-Z_$][\w$]*$/.test(name) ? name : quoted(name);
  }

  return { text: write(value, 0), comments };
}
