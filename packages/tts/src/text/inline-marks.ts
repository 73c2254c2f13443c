import { isBlockTag, isHtmlTag, LONGEST_ENTITY, readEntity } from "./html.js";
import type { SpeakablePolicy } from "./speakable-policy.js";

/** What to do with the characters at one place of a paragraph. */
export interface InlineStep {
  /** Characters that are done with. */
  readonly skip: number;
  /** Said as it is. */
  readonly say?: string;
  /** Read again in the place of what was skipped. */
  readonly again?: string;
  /** Ends the block. */
  readonly breaks?: boolean;
}

export interface InlinePlace {
  /** From the place on, to the end of what is in. */
  readonly rest: string;
  /** The character before it; `""` at the start of a line. */
  readonly before: string;
  /** Nothing follows `rest`. */
  readonly final: boolean;
  readonly policy: SpeakablePolicy;
}

/** A construct that is not closed within so many characters is text: nothing waits for ever. */
const INLINE_WINDOW = 1_200;

/** The mark at a place, `more` while that can still change, `undefined` when the character stands for itself (TTS-3). */
export function readInlineMark(place: InlinePlace): InlineStep | "more" | undefined {
  switch (place.rest[0]) {
    case "\\":
      return readEscape(place);
    case "`":
      return readCode(place);
    case "!":
      return readImage(place);
    case "[":
      return readLink(place);
    case "<":
      return readAngle(place);
    case "&":
      return readEntityMark(place);
    case "*":
    case "_":
    case "~":
      return readEmphasis(place);
    case "|":
      return readBar(place);
    case "h":
    case "H":
    case "w":
    case "W":
      return readAddress(place);
    default:
      return undefined;
  }
}

function readEscape({ rest, final }: InlinePlace): InlineStep | "more" | undefined {
  const next = rest[1];
  if (next === undefined) return final ? { skip: 1 } : "more";
  // The marks around a formula are not said; its content is read as it stands.
  if ("()[]".includes(next)) return { skip: 2 };
  if (/[!-/:-@[-`{-~]/.test(next)) return { skip: 2, say: next };
  if (next === "\n") return { skip: 2, breaks: true };
  // Of a command such as \frac, or a path such as C:\Users, the words are said.
  return { skip: 1, say: " " };
}

function readCode({ rest, final }: InlinePlace): InlineStep | "more" {
  const run = /^`+/.exec(rest)?.[0] ?? "`";
  if (run.length === rest.length && !final) return "more";
  const { text, settled } = windowOf(rest, final);
  for (let at = run.length; at < text.length;) {
    const open = text.indexOf("`", at);
    if (open < 0) break;
    const close = /^`+/.exec(text.slice(open))?.[0] ?? "`";
    const touchesEnd = open + close.length === text.length && !settled;
    if (touchesEnd) return "more";
    if (close.length === run.length) return { skip: open + close.length, say: text.slice(run.length, open).trim() };
    at = open + close.length;
  }
  return settled ? { skip: run.length } : "more";
}

function readImage(place: InlinePlace): InlineStep | "more" | undefined {
  const next = place.rest[1];
  if (next === undefined) return place.final ? undefined : "more";
  if (next !== "[") return undefined;
  const link = readLink({ ...place, rest: place.rest.slice(1) });
  if (link === "more") return "more";
  return link === undefined || link.again === undefined ? { skip: 1, say: "!" } : { ...link, skip: link.skip + 1 };
}

function readLink({ rest, before, final }: InlinePlace): InlineStep | "more" | undefined {
  const { text, settled } = windowOf(rest, final);
  const close = findClose(text, { open: "[", close: "]" });
  if (close === undefined) return settled ? undefined : "more";
  const label = text.slice(1, close);
  if (label.startsWith("^") && !/\s/.test(label)) return { skip: close + 1 };
  const next = text[close + 1];
  if (next === undefined) return settled ? undefined : "more";
  if (next === "(") {
    const end = findClose(text.slice(close + 1), { open: "(", close: ")" });
    if (end === undefined) return settled ? undefined : "more";
    return { skip: close + 1 + end + 1, again: label };
  }
  // Behind a word it is no link but an index: matrix[i][j].
  if (next === "[" && !/[\p{L}\p{N}\])]/u.test(before)) {
    const end = text.indexOf("]", close + 2);
    if (end < 0) return settled ? undefined : "more";
    const reference = text.slice(close + 2, end);
    return reference.includes("[") ? undefined : { skip: end + 1, again: label };
  }
  return undefined;
}

function readAngle({ rest, final, policy }: InlinePlace): InlineStep | "more" | undefined {
  const next = rest[1];
  if (next === undefined) return final ? undefined : "more";
  if (!/[a-z/!]/i.test(next)) return undefined;
  const { text, settled } = windowOf(rest, final);
  if ("<!--".startsWith(text.slice(0, 4)) && text.length < 4 && !settled) return "more";
  if (text.startsWith("<!--")) {
    const end = text.indexOf("-->");
    return end < 0 ? (settled ? undefined : "more") : { skip: end + 3 };
  }
  const [word = ""] = /^<\/?[\w:.+-]*/.exec(text) ?? [];
  if (word.length === text.length && !settled) return "more";
  const end = text.indexOf(">");
  const address = /^<(?:https?:\/\/|mailto:)?[^\s<>]+>/i.exec(text)?.[0];
  if (address !== undefined && /:\/\/|@/.test(address)) {
    return { skip: address.length, say: sayAddress(address.slice(1, -1).replace(/^mailto:/i, ""), policy) };
  }
  const name = word.slice(1);
  if (!isHtmlTag(name)) {
    // An address may still be coming.
    return end < 0 && !settled && /^<[^\s<>]*$/.test(text) ? "more" : undefined;
  }
  if (end < 0) return settled ? undefined : "more";
  if (isBlockTag(name)) return { skip: end + 1, breaks: true };
  return { skip: end + 1, say: /^\/?t[dh]$/i.test(name) ? " " : "" };
}

function readEntityMark({ rest, final }: InlinePlace): InlineStep | "more" | undefined {
  const body = /^&(#?\w*)/.exec(rest)?.[1] ?? "";
  const after = rest[body.length + 1];
  if (body.length > LONGEST_ENTITY) return undefined;
  if (after === undefined) return final ? undefined : "more";
  const said = after === ";" ? readEntity(body) : undefined;
  return said === undefined ? undefined : { skip: body.length + 2, say: said };
}

/** Stars and underscores at the edge of a word are emphasis; between blanks, and within a word such as `snake_case` or `2*3`, they are text. */
function readEmphasis({ rest, before, final }: InlinePlace): InlineStep | "more" {
  const mark = rest[0] ?? "";
  const run = new RegExp(`^\\${mark}+`).exec(rest)?.[0] ?? mark;
  const after = rest[run.length];
  if (after === undefined && !final) return "more";
  const inWord = /[\p{L}\p{N}]/u.test(before) && after !== undefined && /[\p{L}\p{N}]/u.test(after);
  const alone = (before === "" || /\s/.test(before)) && (after === undefined || /\s/.test(after));
  const isText =
    mark === "_"
      ? inWord && run.length === 1
      : mark === "~"
        ? run.length === 1
        : run.length === 1 && (alone || (/\d/.test(before) && after !== undefined && /\d/.test(after)));
  return { skip: run.length, say: isText ? run : "" };
}

/** A bar between blanks parts the cells of a row that has no bars at its ends. */
function readBar({ rest, before, final }: InlinePlace): InlineStep | "more" | undefined {
  const next = rest[1];
  if (next === undefined && !final) return "more";
  return /\s/.test(before) && (next === undefined || /\s/.test(next)) ? { skip: 1 } : undefined;
}

const ADDRESS_START = /^(?:https?:\/\/|www\.)/i;

function readAddress({ rest, before, final, policy }: InlinePlace): InlineStep | "more" | undefined {
  if (/[\p{L}\p{N}@./_-]/u.test(before)) return undefined;
  const start = rest.slice(0, 8).toLowerCase();
  if (!final && ["https://", "http://", "www."].some((head) => start.length < head.length && head.startsWith(start))) return "more";
  if (!ADDRESS_START.test(rest)) return undefined;
  const held = rest.slice(0, INLINE_WINDOW);
  const end = held.search(/[\s<>"`]|[\u3000-\u303f\uff00-\uffef\p{Script=Han}]/u);
  if (end < 0 && !final && rest.length < INLINE_WINDOW) return "more";
  const whole = end < 0 ? held : held.slice(0, end);
  const address = trimAddress(whole);
  return { skip: address.length, say: sayAddress(address, policy) };
}

/** The mark that ends a sentence is not part of the address before it, nor a bracket that was opened outside. */
function trimAddress(text: string): string {
  let address = text.replace(/[.,;:!?'*_~\]}]+$/, "");
  while (address.endsWith(")") && count(address, ")") > count(address, "(")) address = address.slice(0, -1).replace(/[.,;:!?'*_~]+$/, "");
  return address;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** An address as a person would say it: its host. */
function sayAddress(address: string, policy: SpeakablePolicy): string {
  if (policy.url === "skip") return "";
  if (policy.url === "read" || (address.includes("@") && !address.includes("/"))) return address;
  const host = /^(?:[a-z]+:\/\/)?(?:[^@/\s]*@)?([^/?#:\s]+)/i.exec(address)?.[1] ?? address;
  return host.replace(/^www\./i, "");
}

/** Where the bracket that opens the text is closed; escaped ones do not count. */
function findClose(text: string, marks: { readonly open: string; readonly close: string }): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === marks.open) depth += 1;
    else if (character === marks.close) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return undefined;
}

/** What a construct may reach over: to the end of the paragraph, and never further than the window. */
function windowOf(rest: string, final: boolean): { readonly text: string; readonly settled: boolean } {
  const held = rest.slice(0, INLINE_WINDOW);
  const end = held.search(/\n[^\S\n]*\n/);
  if (end >= 0) return { text: held.slice(0, end), settled: true };
  return { text: held, settled: final || rest.length >= INLINE_WINDOW };
}
