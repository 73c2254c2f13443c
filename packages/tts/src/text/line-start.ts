/** What a line turns out to be, and how much of it its mark takes. */
export type LineStart =
  /** Not enough of the line is in. */
  | { readonly kind: "more" }
  | { readonly kind: "blank" | "rule" | "dropped" }
  | { readonly kind: "fence"; readonly mark: string; readonly language: string | undefined }
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "row"; readonly text: string }
  | { readonly kind: "item"; readonly skip: number; readonly label: string }
  | { readonly kind: "quote"; readonly skip: number }
  | { readonly kind: "text"; readonly skip: number };

/** A line longer than this is text, whatever its mark says: it is not held back. */
export const LONGEST_HELD_LINE = 2_000;

const MORE: LineStart = { kind: "more" };

/**
 * Recognises the start of a line (TTS-3). Says `more` until its answer can no longer change, so that it never depends on how the text was
 * cut on its way.
 *
 * @param line without its line break
 * @param facts `complete`: the line's end is known; `continues`: a paragraph stands open before it; `listed`: that is a list item
 */
export function readLineStart(
  line: string,
  facts: { readonly complete: boolean; readonly continues: boolean; readonly listed: boolean },
): LineStart {
  const body = line.trimStart();
  const indent = line.length - body.length;
  const { complete } = facts;
  const text: LineStart = { kind: "text", skip: indent };
  if (body === "") return complete ? { kind: "blank" } : MORE;
  const short = line.length <= LONGEST_HELD_LINE;
  const whole = (result: LineStart): LineStart => (short ? (complete ? result : MORE) : text);

  switch (body[0]) {
    case "`":
    case "~":
      return readFence(body, { complete, whole, text });
    case "#":
      if (/^#{1,6}$/.test(body) && !complete) return MORE;
      return /^#{1,6}(?:\s|$)/.test(body) ? whole({ kind: "heading", text: body.replace(/^#+\s*/, "").replace(/\s+#+\s*$/, "") }) : text;
    case ">":
      if (body.length === 1 && !complete) return MORE;
      return { kind: "quote", skip: indent + (body[1] === " " ? 2 : 1) };
    case "|":
      return whole(isSeparator(body) ? { kind: "dropped" } : { kind: "row", text: body });
    case "[":
      return readReference(body, { indent, complete, whole, text });
    default:
  }
  if (/^[-*_=:|\s]+$/.test(body)) {
    if (!complete) return short ? MORE : text;
    if (isSeparator(body)) return { kind: "dropped" };
    if (isRule(body)) return { kind: "rule" };
  }
  return readItem(body, { ...facts, indent, text });
}

function readFence(
  body: string,
  facts: { readonly complete: boolean; readonly whole: (result: LineStart) => LineStart; readonly text: LineStart },
): LineStart {
  const mark = /^(?:`+|~+)/.exec(body)?.[0] ?? "";
  if (mark.length === body.length && !facts.complete) return MORE;
  if (mark.length < 3) return facts.text;
  const info = body.slice(mark.length).trim();
  // With a backtick in its line it is code within a sentence.
  if (mark.startsWith("`") && info.includes("`")) return facts.text;
  const language = /^[\p{L}\d+#.-]{1,20}/u.exec(info)?.[0];
  return facts.whole({ kind: "fence", mark, language });
}

/** `[name]: address` says nothing; `[^1]: text` is a footnote, whose text is said. */
function readReference(
  body: string,
  facts: {
    readonly indent: number;
    readonly complete: boolean;
    readonly whole: (result: LineStart) => LineStart;
    readonly text: LineStart;
  },
): LineStart {
  const close = body.indexOf("]");
  if (close < 0 || close === body.length - 1) return facts.complete || body.length > 300 ? facts.text : MORE;
  if (close > 300 || body[close + 1] !== ":") return facts.text;
  return body[1] === "^" ? { kind: "item", skip: facts.indent + close + 2, label: "" } : facts.whole({ kind: "dropped" });
}

function readItem(
  body: string,
  facts: {
    readonly complete: boolean;
    readonly continues: boolean;
    readonly listed: boolean;
    readonly indent: number;
    readonly text: LineStart;
  },
): LineStart {
  const { complete, indent, text } = facts;
  if (!complete && /^(?:[-*+•◦▪‣]|\d{1,9}[.)]?)$/.test(body)) return MORE;
  const [mark, bullet, number] = /^(?:([-*+•◦▪‣])|(\d{1,9})[.)])(?:\s+|$)/.exec(body) ?? [];
  if (mark === undefined) return text;
  // Blanks may go on.
  if (mark.length === body.length && !complete) return MORE;
  if (number !== undefined) {
    // Only a list that begins with 1 may interrupt a paragraph: "… in\n1986. Then …" is prose.
    const interrupts = !facts.continues || facts.listed || number === "1";
    return interrupts ? { kind: "item", skip: indent + mark.length, label: `${number}: ` } : text;
  }
  const rest = body.slice(mark.length);
  if (bullet !== undefined && rest.length < 4 && /^\[(?:[ xX](?:\](?:\s)?)?)?$/.test(rest) && !complete) return MORE;
  const box = /^\[[ xX]\](?:\s+|$)/.exec(rest)?.[0].length ?? 0;
  return { kind: "item", skip: indent + mark.length + box, label: "" };
}

function isSeparator(body: string): boolean {
  return /^[-:|\s]+$/.test(body) && body.includes("|") && body.includes("-");
}

function isRule(body: string): boolean {
  const marks = body.replaceAll(/\s/g, "");
  return /^(?:-{3,}|\*{3,}|_{3,}|=+|-{2})$/.test(marks);
}

/** The cells of a table row as one line that can be read. */
export function readRow(text: string): string {
  const cells = text
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll(String.raw`\|`, "|").trim())
    .filter((cell) => cell !== "");
  return cells.reduce((line, cell) => (line === "" ? cell : `${line}${/[.!?,;:]$/.test(line) ? " " : ", "}${cell}`), "");
}
