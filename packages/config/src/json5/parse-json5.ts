import { scanIdentifier } from "./scan-identifier.js";
import { scanNumber, startsNumber } from "./scan-number.js";
import { scanString } from "./scan-string.js";
import { skipTrivia } from "./skip-trivia.js";
import { describeCharacter, syntaxError } from "./syntax-error.js";
import type { ArrayNode, MemberNode, ObjectNode, ScalarNode, SourceText, SyntaxNode } from "./syntax-tree.js";

const MAX_DEPTH = 200;
const KEYWORDS: readonly (readonly [string, boolean | null | number])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["NaN", Number.NaN],
];

/**
 * Reads JSON5, with digit separators (`180_000`), into a tree that keeps every value's place in the text (CFG-2).
 *
 * @throws ConfigError `config_invalid`, whose message starts with `file:line:column` and quotes at most one character.
 */
export function parseJson5(text: string, file = "openclaw.json"): SyntaxNode {
  const source: SourceText = { file, text };
  const start = skipTrivia(source, 0);
  if (start === text.length) throw syntaxError(source, start, "the file is empty", "Write at least {} into it, or delete it.");
  const node = parseValue(source, start, 0);
  const rest = skipTrivia(source, node.end);
  if (rest < text.length) throw syntaxError(source, rest, `expected the end of the file, found ${describeCharacter(text, rest)}`);
  return node;
}

function parseValue(source: SourceText, start: number, depth: number): SyntaxNode {
  if (depth > MAX_DEPTH) throw syntaxError(source, start, `values are nested deeper than ${MAX_DEPTH} levels`);
  const character = source.text.charAt(start);
  if (character === "{") return parseObject(source, start, depth);
  if (character === "[") return parseArray(source, start, depth);
  if (character === '"' || character === "'") return scalar(source, start, scanString(source, start));
  if (startsNumber(character)) return scalar(source, start, scanNumber(source, start));
  return parseKeyword(source, start);
}

function parseKeyword(source: SourceText, start: number): ScalarNode {
  for (const [word, value] of KEYWORDS) {
    const end = start + word.length;
    if (source.text.startsWith(word, start) && !/[\p{ID_Continue}$]/u.test(source.text.charAt(end))) {
      return scalar(source, start, { value, end });
    }
  }
  const found = describeCharacter(source.text, start);
  throw syntaxError(source, start, `expected a value, found ${found}`, "Text must be in quotes.");
}

function scalar(source: SourceText, start: number, scanned: { readonly value: ScalarNode["value"]; readonly end: number }): ScalarNode {
  return { kind: "scalar", source, start, end: scanned.end, value: scanned.value };
}

function parseObject(source: SourceText, start: number, depth: number): ObjectNode {
  const members: MemberNode[] = [];
  let at = skipTrivia(source, start + 1);
  while (source.text.charAt(at) !== "}") {
    if (at === source.text.length) throw neverClosed(source, start);
    const member = parseMember(source, at, depth);
    members.push(member);
    at = afterItem(source, member.value.end, "}", start);
  }
  return { kind: "object", source, start, end: at + 1, members };
}

function parseMember(source: SourceText, start: number, depth: number): MemberNode {
  const character = source.text.charAt(start);
  const quoted = character === '"' || character === "'";
  const key = quoted ? scanString(source, start) : scanIdentifier(source, start);
  const colon = skipTrivia(source, key.end);
  if (source.text.charAt(colon) !== ":") {
    throw syntaxError(source, colon, `expected ":" after a key, found ${describeCharacter(source.text, colon)}`);
  }
  const value = parseValue(source, skipTrivia(source, colon + 1), depth + 1);
  return { key: key.value, keyStart: start, keyEnd: key.end, value };
}

function parseArray(source: SourceText, start: number, depth: number): ArrayNode {
  const items: SyntaxNode[] = [];
  let at = skipTrivia(source, start + 1);
  while (source.text.charAt(at) !== "]") {
    if (at === source.text.length) throw neverClosed(source, start);
    const item = parseValue(source, at, depth + 1);
    items.push(item);
    at = afterItem(source, item.end, "]", start);
  }
  return { kind: "array", source, start, end: at + 1, items };
}

/** Passes the comma after an item and answers where the next item, or the closing bracket, stands. */
function afterItem(source: SourceText, end: number, close: "}" | "]", opened: number): number {
  const at = skipTrivia(source, end);
  const character = source.text.charAt(at);
  if (character === ",") return skipTrivia(source, at + 1);
  if (character === close) return at;
  if (character === "") throw neverClosed(source, opened);
  throw syntaxError(source, at, `expected "," or "${close}", found ${describeCharacter(source.text, at)}`);
}

function neverClosed(source: SourceText, opened: number): Error {
  return syntaxError(source, opened, `${describeCharacter(source.text, opened)} is opened here and never closed`);
}
