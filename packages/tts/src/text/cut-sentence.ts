// From the most to the least natural place to breathe; each pattern ends where the cut is.
const CLAUSES: readonly RegExp[] = [/[;:；：—]["'”’)\]]*\s+|[；：]/gu, /[,،，、–)]\s+|[，、،]/gu, /\s+/gu];
/** A cut nearer to the start than this share of the bound leaves too little to say. */
const EARLIEST_SHARE = 0.4;

/**
 * Where to cut a sentence that is longer than the bound: at a sentence-like end, a clause border, a blank, between words, and between
 * characters only when one word is longer than the bound itself (TTS-3). Only `text` up to the bound is looked at.
 */
export function findCut(text: string, maxCharacters: number, preferred: readonly number[] = []): number {
  const head = text.slice(0, maxCharacters);
  const earliest = maxCharacters * EARLIEST_SHARE;
  const wanted = preferred.filter((place) => place >= earliest && place <= maxCharacters).at(-1);
  if (wanted !== undefined) return wanted;
  for (const pattern of CLAUSES) {
    // A cut at the very end might part a run of blanks, or a mark from its blank.
    const places = [...head.matchAll(pattern)].map((match) => match.index + match[0].length).filter((place) => place < maxCharacters);
    const place =
      places.filter((candidate) => candidate >= earliest).at(-1) ?? (pattern.source === String.raw`\s+` ? places.at(-1) : undefined);
    if (place !== undefined && head.slice(0, place).trim() !== "") return place;
  }
  return lastSegment(head, "word") ?? lastSegment(head, "grapheme") ?? maxCharacters;
}

/** The last border within the text; its own end does not count, because more may belong to that segment. */
function lastSegment(text: string, granularity: "word" | "grapheme"): number | undefined {
  let last: number | undefined;
  for (const { index } of new Intl.Segmenter(undefined, { granularity }).segment(text)) if (index > 0) last = index;
  return last;
}
