/** How a piece of a line looks. */
export type InlineFormat = "bold" | "italic" | "code" | "strike" | "link" | "address";

export interface InlineSpan {
  readonly text: string;
  readonly formats: readonly InlineFormat[];
}

interface Marker {
  readonly format: InlineFormat;
  readonly open: string;
}

const MARKERS: readonly Marker[] = [
  { format: "bold", open: "**" },
  { format: "bold", open: "__" },
  { format: "strike", open: "~~" },
  { format: "italic", open: "*" },
  { format: "italic", open: "_" },
];

// A marker that is not closed within this many characters was not meant as one, and must not hold the text back.
const PATIENCE = 400;

/** Splits a piece of one line into spans; what is not closed stays as it was written. */
export function readInline(text: string, formats: readonly InlineFormat[] = []): readonly InlineSpan[] {
  const spans: InlineSpan[] = [];
  let plain = "";
  const add = (more: readonly InlineSpan[]): void => {
    if (plain !== "") spans.push({ text: plain, formats });
    plain = "";
    spans.push(...more);
  };
  let at = 0;
  while (at < text.length) {
    const found = readMarkup(text, at, formats);
    if (found === undefined || found.end === undefined) {
      plain += found?.literal ?? text.charAt(at);
      at += found?.literal?.length ?? 1;
    } else if (found.literal === undefined) {
      add(found.spans);
      at = found.end;
    } else {
      plain += found.literal;
      at = found.end;
    }
  }
  add([]);
  return spans;
}

/** How much of a line that is still growing can be shown: up to the last space outside of every open marker. */
export function settledLength(text: string): number {
  let settled = 0;
  let at = 0;
  while (at < text.length) {
    const found = readMarkup(text, at, []);
    if (found !== undefined && found.end === undefined) break;
    at = found?.end ?? at + 1;
    if (text.charAt(at - 1) === " ") settled = at;
  }
  return text.length - settled > PATIENCE ? text.lastIndexOf(" ") + 1 : settled;
}

interface Markup {
  readonly spans: readonly InlineSpan[];
  /** Shown as it is, without its escape. */
  readonly literal?: string;
  /** Behind the markup; absent while it is not closed. */
  readonly end?: number;
}

function readMarkup(text: string, at: number, formats: readonly InlineFormat[]): Markup | undefined {
  const character = text.charAt(at);
  if (character === "\\") return readEscape(text, at);
  if (character === "`") return readCode(text, at, formats);
  if (character === "[") return readLink(text, at, formats);
  const marker = MARKERS.find(({ open }) => text.startsWith(open, at));
  return marker === undefined ? undefined : readEmphasis(text, at, { marker, formats });
}

function readEscape(text: string, at: number): Markup {
  const next = text.charAt(at + 1);
  if (next === "") return { spans: [], literal: "\\" };
  return /[!-/:-@[-`{-~]/.test(next) ? { spans: [], literal: next, end: at + 2 } : { spans: [], literal: "\\", end: at + 1 };
}

function readCode(text: string, at: number, formats: readonly InlineFormat[]): Markup {
  const fence = /^`+/.exec(text.slice(at))?.[0] ?? "`";
  const close = text.indexOf(fence, at + fence.length);
  if (close === -1) return { spans: [], literal: fence };
  const code = text.slice(at + fence.length, close).replace(/^ (?=.*[^ ])(.*) $/, "$1");
  return { spans: [{ text: code, formats: [...formats, "code"] }], end: close + fence.length };
}

function readLink(text: string, at: number, formats: readonly InlineFormat[]): Markup | undefined {
  const close = text.indexOf("]", at);
  if (close === -1) return { spans: [], literal: "[" };
  if (close === text.length - 1) return { spans: [], literal: "[" };
  if (text.charAt(close + 1) !== "(") return undefined;
  const end = text.indexOf(")", close);
  if (end === -1) return { spans: [], literal: "[" };
  const [address = ""] = text.slice(close + 2, end).split(" ", 1);
  const label = text.slice(at + 1, close);
  const spans = readInline(label, [...formats, "link"]);
  const same = label === address || address === "";
  return { spans: same ? spans : [...spans, { text: ` (${address})`, formats: [...formats, "address"] }], end: end + 1 };
}

function readEmphasis(
  text: string,
  at: number,
  given: { readonly marker: Marker; readonly formats: readonly InlineFormat[] },
): Markup | undefined {
  const { marker, formats } = given;
  const { open } = marker;
  const start = at + open.length;
  const next = text.charAt(start);
  // `2 * 3` and `snake_case` are no emphasis.
  if (next === " " || (open.startsWith("_") && /\w/.test(text.charAt(at - 1)))) return { spans: [], literal: open, end: start };
  if (next === "") return { spans: [], literal: open };
  const close = findClose(text, start, open);
  if (close === undefined) return { spans: [], literal: open };
  return { spans: readInline(text.slice(start, close), [...formats, marker.format]), end: close + open.length };
}

function findClose(text: string, start: number, open: string): number | undefined {
  for (let at = text.indexOf(open, start + 1); at !== -1; at = text.indexOf(open, at + 1)) {
    const doubled = open.length === 1 && (text.charAt(at + 1) === open || text.charAt(at - 1) === open);
    const inWord = open.startsWith("_") && /\w/.test(text.charAt(at + open.length));
    if (text.charAt(at - 1) !== " " && !doubled && !inWord) return at;
  }
  return undefined;
}
