import { NOTES } from "./notes.js";

const SATURATION = 1.4;
const LENGTH_SHARE = 0.6;
const STOP_WORDS = new Set(
  "a an and are as at be by can do does for from has how i in is it its me my of on or please tell that the this to was what when where which who why with you your about explain".split(
    " ",
  ),
);

/** The words of a text that mean something, cut to their stems in the crudest way. */
export function contentWords(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.filter((word) => !STOP_WORDS.has(word)).map((word) => word.replace(/(?<=.{3})(?:ing|ers|es|s|ed)$/, ""));
}

const INDEXED = NOTES.map((note) => contentWords(note));
const AVERAGE = INDEXED.reduce((total, words) => total + words.length, 0) / INDEXED.length;

/** The notes that answer a question best (BM25), best first; an empty list where no word matches. */
export function searchNotes(question: string, limit: number): string[] {
  const wanted = new Set(contentWords(question));
  const scored = INDEXED.map((words, index) => ({ note: NOTES[index] ?? "", score: scoreOf(words, wanted) }));
  const best = scored.filter((item) => item.score > 0.5).sort((left, right) => right.score - left.score);
  return best.slice(0, limit).map((item) => item.note);
}

function scoreOf(words: readonly string[], wanted: ReadonlySet<string>): number {
  let score = 0;
  for (const word of wanted) {
    const times = words.filter((candidate) => candidate === word).length;
    if (times === 0) continue;
    const holders = INDEXED.filter((candidate) => candidate.includes(word)).length;
    const rarity = Math.log(1 + (INDEXED.length - holders + 0.5) / (holders + 0.5));
    score += (rarity * times * (SATURATION + 1)) / (times + SATURATION * (1 - LENGTH_SHARE + (LENGTH_SHARE * words.length) / AVERAGE));
  }
  return score;
}
