import { ToolkitError } from "@openclaw/core";
import { parseJson5 } from "../json5/parse-json5.js";
import { printKey } from "../json5/print-json5.js";
import { endOfLine, skipTrivia } from "../json5/skip-trivia.js";
import { findMember, type MemberNode, type ObjectNode, type SyntaxNode } from "../json5/syntax-tree.js";
import { toValue } from "../json5/to-value.js";
import { type ConfigPath, formatPath } from "../path/config-path.js";
import { valueAt } from "../path/access.js";
import { diffDocuments } from "./diff-documents.js";
import { lineIndent } from "./detect-style.js";
import { setInText, unsetInText } from "./edit-text.js";

/**
 * The text with the member at `from` at `to` instead (CFG-6). Its value stays as it is written, and the comments that belong to it, above it
 * and behind it on its line, go with it. Within one object only the name changes.
 *
 * @throws ToolkitError `internal` when there is nothing at `from` or something at `to`
 */
export function moveInText(text: string, from: ConfigPath, to: ConfigPath): string {
  const { member, parent } = memberAt(text, from);
  const sibling = from.length === to.length && formatPath(from.slice(0, -1)) === formatPath(to.slice(0, -1));
  if (sibling) return renamed(text, member, String(to.at(-1)));
  const before = commentsAbove(parent, member);
  const after = startsLine(text, member.keyStart) ? commentBehind(member) : undefined;
  const value = { text: writtenValue(member), indent: lineIndent(text, member.keyStart) };
  const cut = unsetInText(text.slice(0, before.start) + text.slice(before.end), from) ?? text;
  // Anything stands in for the value until its place is known.
  const placed = setInText(cut, to, 0);
  const moved = placeMember(placed, to, { ...value, above: before.lines, behind: after });
  const wanted = valueAt(toValue(parseJson5(text)), from);
  if (diffDocuments(wanted, valueAt(toValue(parseJson5(moved)), to)).length === 0) return moved;
  // A text over several lines that must not be indented anew.
  return placeMember(placed, to, { ...value, indent: undefined, above: before.lines, behind: after });
}

/** The text with the list at `path` as an object, each entry under the name that `keyOf` finds for it. The entries stay as they are written. */
export function listToObjectInText(text: string, path: ConfigPath, keys: readonly string[]): string {
  const node = memberAt(text, path).member.value;
  if (node.kind !== "array") throw notThere(path);
  const style = { quotedKeys: text.charAt(memberAt(text, path).member.keyStart) === '"' };
  const splices = node.items.map(({ start }, index) => ({ start, end: start, text: `${printKey(keys[index] ?? "", style)}: ` }));
  return [{ start: node.start, end: node.start + 1, text: "{" }, ...splices, { start: node.end - 1, end: node.end, text: "}" }].reduceRight(
    (current, splice) => current.slice(0, splice.start) + splice.text + current.slice(splice.end),
    text,
  );
}

function notThere(path: ConfigPath): ToolkitError {
  return new ToolkitError(`There is nothing at ${formatPath(path)} that could be moved.`, { code: "internal" });
}

function memberAt(text: string, path: ConfigPath): { readonly member: MemberNode; readonly parent: ObjectNode } {
  let node: SyntaxNode | undefined = parseJson5(text);
  for (const [depth, segment] of path.entries()) {
    if (node?.kind === "array") node = node.items[Number(segment)];
    else if (node?.kind === "object") {
      const member = findMember(node, String(segment));
      if (member !== undefined && depth === path.length - 1) return { member, parent: node };
      node = member?.value;
    }
  }
  throw notThere(path);
}

function renamed(text: string, { keyStart, keyEnd }: MemberNode, key: string): string {
  return text.slice(0, keyStart) + printKey(key, { quotedKeys: text.charAt(keyStart) === '"' }) + text.slice(keyEnd);
}

interface CommentLines {
  /** Without their indentation. */
  readonly lines: readonly string[];
  /** The stretch of text that holds them. */
  readonly start: number;
  readonly end: number;
}

/** The comments on lines of their own right above a member, up to a blank line or to what stands before. */
function commentsAbove(parent: ObjectNode, member: MemberNode): CommentLines {
  const { text } = parent.source;
  const lineStart = member.keyStart - lineIndent(text, member.keyStart).length;
  const none = { lines: [], start: lineStart, end: lineStart };
  if (!startsLine(text, member.keyStart)) return none;
  const index = parent.members.indexOf(member);
  const previous = parent.members[index - 1]?.value.end ?? parent.start + 1;
  // What stands behind the member before, on its line, is that one's.
  const from = endOfLine(text, previous);
  if (from >= lineStart) return none;
  // Up to the very end: `$` would be content with the end of a line, and an earlier block would be taken for the last.
  const block = /(?:^[ \t]*(?:\/\/[^\n\r]*|\/\*(?:(?!\*\/)[^])*\*\/)[ \t]*(?:\r\n|[\n\r]))+(?![^])/m.exec(text.slice(from, lineStart));
  if (block === null) return none;
  const lines = block[0].split(/\r\n|[\n\r]/).slice(0, -1);
  const indent = lineIndent(text, member.keyStart);
  const dedented = lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()).trimEnd());
  return { lines: dedented, start: from + block.index, end: lineStart };
}

/** The value with the comments between its name and its comma. */
function writtenValue({ keyEnd, value }: MemberNode): string {
  const { text } = value.source;
  const lead = text
    .slice(keyEnd, value.start)
    .replace(/^([^:/]*):/, "$1")
    .trim();
  const comma = skipTrivia(value.source, value.end);
  const trail = text.charAt(comma) === "," ? text.slice(value.end, comma).trimEnd() : "";
  // A line comment before the comma keeps the line break that ends it.
  const end = trail.includes("//") ? text.slice(value.end, comma) : trail;
  return `${lead === "" ? "" : `${lead} `}${text.slice(value.start, value.end)}${end}`;
}

function startsLine(text: string, offset: number): boolean {
  const lineStart = offset - lineIndent(text, offset).length;
  return lineStart === 0 || /[\n\r]/.test(text.charAt(lineStart - 1));
}

/** The comment behind a member on its last line; its comma may stand between. */
function commentBehind({ value }: MemberNode): string | undefined {
  const { text } = value.source;
  const comma = skipTrivia(value.source, value.end);
  const end = text.charAt(comma) === "," && comma < endOfLine(text, value.end) ? comma + 1 : value.end;
  const found = /^[ \t]*(\/\/[^\n\r]*|\/\*[^\n\r]*\*\/)[ \t]*(?=[\n\r]|$)/.exec(text.slice(end));
  return found?.[1]?.trimEnd();
}

interface MovedMember {
  readonly text: string;
  /** Of the line that it started on; absent where its lines must stay as they are. */
  readonly indent: string | undefined;
  readonly above: readonly string[];
  readonly behind: string | undefined;
}

/** Puts the written value and its comments where the stand-in is. */
function placeMember(text: string, path: ConfigPath, moved: MovedMember): string {
  const { member } = memberAt(text, path);
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const indent = lineIndent(text, member.keyStart);
  const ownLine = startsLine(text, member.keyStart);
  const [firstLine = "", ...lines] = moved.text.split(/(?<=\n)/);
  const shifted = lines.map((line) =>
    moved.indent === undefined || !line.startsWith(moved.indent) ? line : indent + line.slice(moved.indent.length),
  );
  const value = firstLine + shifted.join("");
  const tail = /^(?:[ \t]*,)?/.exec(text.slice(member.value.end))?.[0] ?? "";
  const end = member.value.end + tail.length;
  const endsLine = /^[ \t]*(?:[\n\r]|$)/.test(text.slice(end));
  const above = moved.above.map((line) => (ownLine ? `${line}${newline}${indent}` : `${asBlock(line)} `)).join("");
  const behind = moved.behind === undefined ? "" : ` ${endsLine ? moved.behind : asBlock(moved.behind)}`;
  return `${text.slice(0, member.keyStart)}${above}${text.slice(member.keyStart, member.value.start)}${value}${tail}${behind}${text.slice(end)}`;
}

/** A comment that may stand within a line. */
function asBlock(comment: string): string {
  return comment.startsWith("//") ? `/*${comment.slice(2).replaceAll("*/", "* /")} */` : comment;
}
