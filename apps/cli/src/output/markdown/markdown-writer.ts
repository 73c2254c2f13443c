import { printable } from "../printable.js";
import type { Style } from "../style.js";
import { renderAnswerTable } from "./answer-table.js";
import { type InlineFormat, readInline, settledLength } from "./read-inline.js";
import { createWordWrapper } from "./word-wrapper.js";

export interface MarkdownWriter {
  push(text: string): void;
  /** Writes what is left and ends the line. */
  end(): void;
}

export interface MarkdownOptions {
  readonly write: (text: string) => void;
  readonly style: Style;
  readonly columns: () => number;
  readonly unicode: boolean;
}

const FENCE = /^ {0,12}(`{3,}|~{3,})/;
const RULE = /^ {0,3}([-*_])(?: *\1){2,} *$/;
const HEADING = /^(#{1,6}) +/;
const BULLET = /^( *)[-*+] +/;
const NUMBER = /^( *)(\d{1,4}[.)]) +/;
const QUOTE = /^> ?/;
const TABLE = /^ *\|/;
// The start of a line that may still become any of the above.
const UNDECIDED = /^ *(?:#{0,6}|[-*+_]{1,3}|\d{1,4}[.)]?|`{1,3}|~{1,3})?$/;
const TABLE_BORDER = /^ *\|?[ :|-]+\|[ :|-]*$/;

/**
 * Renders Markdown while it is being written (CLI-4): words appear as soon as no open marker can change them, and nothing that was
 * written is ever written again, so that there is no flicker and scrolling back shows what was read. Tables wait for their last row.
 */
export function createMarkdownWriter(options: MarkdownOptions): MarkdownWriter {
  const { write, style, columns, unicode } = options;
  const words = createWordWrapper(options);
  let pending = "";
  /** The line has begun, and its words are being written. */
  let open = false;
  let fence: string | undefined;
  let table: string[] = [];
  let blank = true;

  const flushTable = (): void => {
    if (table.length === 0) return;
    const rows = table.filter((line) => !TABLE_BORDER.test(line)).map(readCells);
    const [header = [], ...body] = rows;
    const plain = (cells: readonly string[]): readonly string[] =>
      cells.map((cell) =>
        readInline(cell)
          .map(({ text }) => text)
          .join(""),
      );
    const border = table.find((line) => TABLE_BORDER.test(line)) ?? "";
    const right = readCells(border).flatMap((cell, index) => (/^-+:$/.test(cell) ? [index] : []));
    write(renderAnswerTable(plain(header), body.map(plain), { columns: columns(), style, right }));
    table = [];
  };

  /** Decides what a line is, and begins it. False while that cannot be told. */
  const begin = (line: string, complete: boolean): boolean => {
    if (!complete && (UNDECIDED.test(line) || FENCE.test(line) || TABLE.test(line))) return false;
    flushTable();
    const { prefix, formats, length } = readPrefix(line, { style, unicode });
    words.begin(prefix, formats);
    pending = line.slice(length);
    open = true;
    blank = false;
    return true;
  };

  const advance = (): void => {
    const length = settledLength(pending);
    if (length === 0) return;
    words.add(readInline(pending.slice(0, length)));
    pending = pending.slice(length);
  };

  const finishLine = (line: string): void => {
    if (open) {
      words.add(readInline(line));
      words.end();
      open = false;
      return;
    }
    const mark = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark !== undefined && mark.startsWith(fence)) fence = undefined;
      else write(`  ${style("cyan", line)}\n`);
      return;
    }
    if (mark !== undefined) {
      flushTable();
      fence = mark;
      blank = false;
    } else if (TABLE.test(line)) {
      table.push(line);
      blank = false;
    } else if (line.trim() === "") {
      flushTable();
      if (!blank) write("\n");
      blank = true;
    } else if (RULE.test(line)) {
      flushTable();
      write(`${style("dim", (unicode ? "─" : "-").repeat(Math.min(columns(), 40)))}\n`);
      blank = false;
    } else {
      begin(line, true);
      words.add(readInline(pending));
      words.end();
      open = false;
    }
  };

  return {
    push(text) {
      pending += printable(text.replaceAll("\t", "    "));
      for (let end = pending.indexOf("\n"); end !== -1; end = pending.indexOf("\n")) {
        const line = pending.slice(0, end);
        const rest = pending.slice(end + 1);
        finishLine(line);
        pending = rest;
      }
      if (pending === "" || fence !== undefined) return;
      if (open || begin(pending, false)) advance();
    },
    end() {
      const rest = pending;
      pending = "";
      if (rest !== "" || open) finishLine(rest);
      pending = "";
      flushTable();
    },
  };
}

function readPrefix(
  line: string,
  facts: { readonly style: Style; readonly unicode: boolean },
): { readonly prefix: string; readonly formats: readonly InlineFormat[]; readonly length: number } {
  const heading = HEADING.exec(line);
  if (heading !== null) return { prefix: "", formats: ["bold"], length: heading[0].length };
  const bullet = BULLET.exec(line);
  if (bullet !== null) return { prefix: `${bullet[1] ?? ""}${facts.unicode ? "•" : "-"} `, formats: [], length: bullet[0].length };
  const number = NUMBER.exec(line);
  if (number !== null) return { prefix: `${number[1] ?? ""}${number[2] ?? ""} `, formats: [], length: number[0].length };
  const quote = QUOTE.exec(line);
  if (quote !== null) return { prefix: facts.unicode ? "│ " : "> ", formats: ["italic"], length: quote[0].length };
  const indent = /^ */.exec(line)?.[0] ?? "";
  return { prefix: indent, formats: [], length: indent.length };
}

function readCells(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\|/, "")
    .replace(/\|$/, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}
