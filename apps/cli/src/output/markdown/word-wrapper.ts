import stringWidth from "fast-string-width";
import { plainStyle, type Style } from "../style.js";
import type { InlineFormat, InlineSpan } from "./read-inline.js";

const FORMATS = {
  bold: "bold",
  italic: "italic",
  code: "cyan",
  strike: "strikethrough",
  link: "underline",
  address: "dim",
} as const satisfies Record<InlineFormat, string>;

export interface WordWrapper {
  /** Starts a line: `prefix` stands before it, and further rows of it are indented by as much. */
  begin(prefix: string, formats: readonly InlineFormat[]): void;
  /** Words up to a space or the end of the line. */
  add(spans: readonly InlineSpan[]): void;
  end(): void;
}

/** Writes words as they come and breaks rows between them, so that the terminal never breaks one in the middle. */
export function createWordWrapper(facts: {
  readonly write: (text: string) => void;
  readonly style: Style;
  readonly columns: () => number;
}): WordWrapper {
  const { write, style, columns } = facts;
  let indent = "";
  let column = 0;
  let spacePending = false;
  let base: readonly InlineFormat[] = [];

  const put = (pieces: readonly { readonly text: string; readonly formats: readonly InlineFormat[] }[]): void => {
    const width = pieces.reduce((sum, { text }) => sum + stringWidth(text), 0);
    if (width === 0) return;
    const fits = column + (spacePending ? 1 : 0) + width <= columns();
    if (!fits && column > indent.length) {
      write(`\n${indent}`);
      column = indent.length;
    } else if (spacePending && column > indent.length) {
      write(" ");
      column += 1;
    }
    spacePending = false;
    for (const { text, formats } of pieces) write(paint(text, [...base, ...formats], style));
    column += width;
  };

  return {
    begin(prefix, formats) {
      write(prefix);
      column = stringWidth(prefix);
      indent = " ".repeat(column);
      base = formats;
      spacePending = false;
    },
    add(spans) {
      let word: { text: string; formats: readonly InlineFormat[] }[] = [];
      for (const { text, formats } of spans) {
        // Code is kept together, unless it is longer than a row.
        const parts = formats.includes("code") && stringWidth(text) <= columns() - indent.length ? [text] : text.split(/( +)/);
        for (const part of parts) {
          if (/^ +$/.test(part)) {
            put(word);
            word = [];
            spacePending = true;
          } else if (part !== "") word.push({ text: style === plainStyle && formats.includes("code") ? `\`${part}\`` : part, formats });
        }
      }
      put(word);
    },
    end() {
      write("\n");
      column = 0;
    },
  };
}

function paint(text: string, formats: readonly InlineFormat[], style: Style): string {
  return formats.length === 0 ? text : style([...new Set(formats.map((format) => FORMATS[format]))], text);
}
