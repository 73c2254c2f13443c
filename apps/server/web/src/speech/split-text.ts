/** A word and what stands behind it, by its place in the text. */
export interface Word {
  readonly from: number;
  readonly to: number;
  readonly sentence: number;
  /** When it begins and ends, as parts of its piece's length. */
  readonly startsAt: number;
  readonly endsAt: number;
}

/** What is spoken by one request: whole sentences, short enough that the first sound comes soon. */
export interface Piece {
  readonly text: string;
  readonly words: readonly Word[];
}

const LEAST = 90;
const MOST = 600;

/** Splits a text at its sentences; where words are spoken inside a piece is estimated by their length and the pauses of their signs. */
export function splitText(text: string, locale?: string): readonly Piece[] {
  const sentences = [...new Intl.Segmenter(locale, { granularity: "sentence" }).segment(text)];
  const groups: { from: number; to: number }[][] = [];
  for (const { segment, index } of sentences) {
    const part = { from: index, to: index + segment.length };
    const last = groups.at(-1);
    const from = last?.[0]?.from ?? index;
    if (last !== undefined && last.length > 0 && index - from < LEAST && part.to - from < MOST) last.push(part);
    else groups.push([part]);
  }
  let sentence = 0;
  return groups.flatMap((group) => {
    const from = group[0]?.from ?? 0;
    const to = group.at(-1)?.to ?? from;
    const spoken = text.slice(from, to);
    if (!/[\p{L}\p{N}]/u.test(spoken)) return [];
    const words = group.flatMap((part) => wordsOf(text, part, sentence++));
    return [{ text: spoken.trim(), words: timed(text, words) }];
  });
}

type Placed = Pick<Word, "from" | "to" | "sentence">;

function wordsOf(text: string, { from, to }: { readonly from: number; readonly to: number }, sentence: number): readonly Placed[] {
  const words: Placed[] = [];
  for (const { segment, index, isWordLike } of new Intl.Segmenter(undefined, { granularity: "word" }).segment(text.slice(from, to))) {
    if (isWordLike === true) words.push({ from: from + index, to: from + index + segment.length, sentence });
  }
  return words;
}

function timed(text: string, words: readonly Placed[]): readonly Word[] {
  const weights = words.map((word, index) => {
    const between = text.slice(word.to, words[index + 1]?.from ?? word.to + 1);
    // Units are letters: a comma is as long as three of them, a full stop as six.
    return word.to - word.from + 1 + (/[.!?。！？]/.test(between) ? 6 : /[,;:—–]/.test(between) ? 3 : 0);
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let spoken = 0;
  return words.map((word, index) => {
    const startsAt = spoken / whole;
    spoken += weights[index] ?? 0;
    return { ...word, startsAt, endsAt: spoken / whole };
  });
}
