import { parseJson5 } from "../json5/parse-json5.js";
import { printJson5, printKey } from "../json5/print-json5.js";
import { endOfLine, skipTrivia } from "../json5/skip-trivia.js";
import { type ArrayNode, findMember, type ObjectNode, type SyntaxNode } from "../json5/syntax-tree.js";
import { type ConfigPath, formatPath } from "../path/config-path.js";
import { unusablePath } from "./unusable-path.js";
import { detectStyle, isMultiLine, lineIndent, type TextStyle } from "./detect-style.js";

/** A stretch of text and what takes its place. */
interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text with `value` at `path`. Everything else, comments, spacing and `${VAR}` references included, stays as it is byte for byte
 * (CFG-6). What is missing on the way is created.
 *
 * @throws ConfigError `config_invalid` when the path leads through something that is no object or list, or past the end of a list.
 */
export function setInText(text: string, path: ConfigPath, value: unknown, file?: string): string {
  const root = parseJson5(text.trim() === "" ? "{}\n" : text, file);
  const style = detectStyle(root);
  let node = root;
  for (const [depth, segment] of path.entries()) {
    const rest = path.slice(depth + 1);
    if (node.kind === "object") {
      const member = findMember(node, String(segment));
      if (member === undefined) return apply(root.source.text, insertMember(node, String(segment), nest(rest, value, path), style));
      node = member.value;
    } else if (node.kind === "array") {
      const position = Number(segment);
      const item = node.items[position];
      if (item === undefined) {
        if (position !== node.items.length)
          throw unusablePath(path, `${formatPath(path.slice(0, depth))} has ${node.items.length} entries`);
        return apply(root.source.text, insertItem(node, nest(rest, value, path), style));
      }
      node = item;
    } else throw unusablePath(path, `${formatPath(path.slice(0, depth))} is no object`);
  }
  const base = lineIndent(root.source.text, node.start);
  return apply(root.source.text, { start: node.start, end: node.end, text: printJson5(value, style, base) });
}

/** The text without the value at `path`; `undefined` when there is none. A comment on the removed line goes with it, all others stay. */
export function unsetInText(text: string, path: ConfigPath, file?: string): string | undefined {
  const parent = path.slice(0, -1);
  const last = path.at(-1);
  let node: SyntaxNode | undefined = text.trim() === "" ? undefined : parseJson5(text, file);
  for (const segment of parent) {
    if (node?.kind === "object") node = findMember(node, String(segment))?.value;
    else if (node?.kind === "array") node = node.items[Number(segment)];
    else return undefined;
  }
  if (last === undefined || node === undefined || node.kind === "scalar") return undefined;
  if (node.kind === "array") {
    const item = node.items[Number(last)];
    return item === undefined ? undefined : apply(text, ...removal(node, item.start, item.end, previousEnd(node.items, item)));
  }
  // A name that is repeated goes as a whole: else an earlier value would come back to life.
  const repeated = node.members.filter(({ key }) => key === String(last));
  if (repeated.length === 0) return undefined;
  const values = node.members.map(({ value }) => value);
  const parsed = node;
  const removals = repeated.flatMap(({ keyStart, value }) => removal(parsed, keyStart, value.end, previousEnd(values, value)));
  return apply(text, ...removals);
}

/** Wraps the value in the objects and lists that are missing on the way to it. */
function nest(path: ConfigPath, value: unknown, whole: ConfigPath): unknown {
  return path.reduceRight<unknown>((inner, segment) => {
    if (typeof segment === "string") return { [segment]: inner };
    if (segment !== 0) throw unusablePath(whole, "the list is empty");
    return [inner];
  }, value);
}

function insertMember(node: ObjectNode, key: string, value: unknown, style: TextStyle): Splice {
  const last = node.members.at(-1);
  const firstQuoted = node.members[0] === undefined ? style.quotedKeys : node.source.text.charAt(node.members[0].keyStart) === '"';
  const print = (base: string): string =>
    `${printKey(key, { quotedKeys: firstQuoted || style.quotedKeys })}: ${printJson5(value, style, base)}`;
  return insertAfter(node, last?.value.end, last === undefined ? undefined : lineIndent(node.source.text, last.keyStart), print, style);
}

function insertItem(node: ArrayNode, value: unknown, style: TextStyle): Splice {
  const last = node.items.at(-1);
  const indent = last === undefined ? undefined : lineIndent(node.source.text, last.start);
  return insertAfter(node, last?.end, indent, (base) => printJson5(value, style, base), style);
}

/** Places a new member or item after the last one, behind the comment that may stand on its line. */
function insertAfter(
  node: ObjectNode | ArrayNode,
  lastEnd: number | undefined,
  lastIndent: string | undefined,
  print: (base: string) => string,
  style: TextStyle,
): Splice {
  const { text } = node.source;
  const base = lineIndent(text, node.start);
  if (lastEnd === undefined || lastIndent === undefined) return insertFirst(node, base, print, style);
  const comma = skipTrivia(node.source, lastEnd);
  const hasComma = text.charAt(comma) === ",";
  const tokenEnd = hasComma ? comma + 1 : lastEnd;
  const multiLine = node.kind === "object" ? isMultiLine(node) : /[\n\r]/.test(text.slice(node.start, node.items[0]?.start));
  if (!multiLine) {
    const tail = text.slice(tokenEnd, node.end);
    const own = print(base);
    // A comment that ends its line would swallow what is put behind it on the same line.
    const broken = /[\n\r]/.test(tail) ? style.newline : "";
    return {
      start: tokenEnd,
      end: tokenEnd,
      text: `${hasComma ? "" : ","}${broken === "" ? " " : `${broken}${base}${style.indent}`}${own}${hasComma ? "," : ""}`,
    };
  }
  const indent = lastIndent === "" ? base + style.indent : lastIndent;
  const lineEnd = endOfTokenLine(node, tokenEnd);
  const lead = text.slice(tokenEnd, lineEnd);
  return {
    start: tokenEnd,
    end: lineEnd,
    text: `${hasComma ? "" : ","}${lead.trimEnd()}${style.newline}${indent}${print(indent)}${hasComma ? "," : ""}${lineEnd === node.end - 1 ? style.newline + base : ""}`,
  };
}

function insertFirst(node: ObjectNode | ArrayNode, base: string, print: (base: string) => string, style: TextStyle): Splice {
  const close = node.end - 1;
  const inner = node.source.text.slice(node.start + 1, close);
  const kept = inner.trimEnd();
  return {
    start: node.start + 1 + kept.length,
    end: close,
    text: `${style.newline}${base}${style.indent}${print(base + style.indent)}${style.newline}${base}`,
  };
}

/** The end of the line on which a token ends, comments on it included; never past the closing bracket. */
function endOfTokenLine(node: SyntaxNode, tokenEnd: number): number {
  const { text } = node.source;
  let at = tokenEnd;
  for (;;) {
    while (text.charAt(at) === " " || text.charAt(at) === "\t") at++;
    if (text.startsWith("//", at)) return endOfLine(text, at);
    if (!text.startsWith("/*", at)) return at;
    at = text.indexOf("*/", at) + 2;
  }
}

function removal(node: ObjectNode | ArrayNode, start: number, end: number, before: number | undefined): readonly Splice[] {
  const { text } = node.source;
  const comma = skipTrivia(node.source, end);
  const splices: Splice[] = [];
  let until = end;
  if (text.charAt(comma) === ",") until = comma + 1;
  else if (before !== undefined) {
    const earlier = skipTrivia(node.source, before);
    if (text.charAt(earlier) === ",") splices.push({ start: earlier, end: earlier + 1, text: "" });
  }
  const lineStart = start - lineIndent(text, start).length;
  const ownLine = lineStart === 0 || /[\n\r]/.test(text.charAt(lineStart - 1));
  const lineEnd = endOfTokenLine(node, until);
  const endsLine = /[\n\r]/.test(text.charAt(lineEnd));
  if (ownLine && endsLine) {
    const breakLength = text.startsWith("\r\n", lineEnd) ? 2 : 1;
    return [...splices, { start: lineStart, end: lineEnd + breakLength, text: "" }];
  }
  const spaces = /^[ \t]*/.exec(text.slice(until))?.[0].length ?? 0;
  return [...splices, { start, end: until + (ownLine ? 0 : spaces), text: "" }];
}

function previousEnd(nodes: readonly SyntaxNode[], node: SyntaxNode): number | undefined {
  return nodes[nodes.indexOf(node) - 1]?.end;
}

function apply(text: string, ...splices: readonly Splice[]): string {
  return splices
    .toSorted((a, b) => b.start - a.start)
    .reduce((current, { start, end, text: replacement }) => current.slice(0, start) + replacement + current.slice(end), text);
}
