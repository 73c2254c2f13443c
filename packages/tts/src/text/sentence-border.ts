import { stopBelongsToWord } from "./abbreviations.js";

const segmenters = new Map<string, Intl.Segmenter>();

/** Sentences by Unicode's rules for a language; `undefined` takes the rules that fit all. */
function sentenceSegmenter(language: string | undefined): Intl.Segmenter {
  const key = language ?? "en";
  const known = segmenters.get(key);
  if (known !== undefined) return known;
  const segmenter = new Intl.Segmenter(isLanguage(key) ? key : "en", { granularity: "sentence" });
  segmenters.set(key, segmenter);
  return segmenter;
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

export interface BorderSearch {
  /** End of the first sentence; `undefined` when none is sure. */
  readonly border: number | undefined;
  /** Places where Unicode sees a sentence end and this file does not; better than a comma when a cut has to be. */
  readonly rejected: readonly number[];
}

/**
 * Finds where the first sentence of a block ends. Unicode's rules know decimals and closing quotes; on top of them come abbreviations,
 * initials, ordinals, speech that goes on after its mark (`"Stop!" he said`), and brackets and quotes that are still open (TTS-3).
 *
 * A border counts only when what follows it can no longer change that: `final` says that nothing follows the text.
 */
export function findBorder(text: string, options: { readonly final: boolean; readonly language: string | undefined }): BorderSearch {
  const rejected: number[] = [];
  let end = 0;
  for (const { segment } of sentenceSegmenter(options.language).segment(text)) {
    end += segment.length;
    if (end >= text.length) break;
    // Where no blank parts sentences, Unicode gives the mark that opens the next one to this one.
    const place = end - (/[「『（《〈【“‘«„([]+$/u.exec(text.slice(0, end))?.[0].length ?? 0);
    const right = text.slice(place);
    const left = text.slice(0, place);
    if (!options.final && !isSettled(left, right)) break;
    if (isBorder(left, right)) return { border: place, rejected };
    rejected.push(place);
  }
  return { border: undefined, rejected };
}

/** The next letter decides whether a sentence ended; behind a number, which may be an ordinal, the next word. */
function isSettled(left: string, right: string): boolean {
  return /\d\.["'”’)\]]*\s*$/u.test(left) ? /\p{L}\S*\s/u.test(right) : /\p{L}/u.test(right);
}

function isBorder(left: string, right: string): boolean {
  // "3." or "…" alone is no sentence: it begins the next one.
  if (!/\p{L}/u.test(left)) return false;
  const start = right.trimStart();
  if (/^[\])}»›”’.,;:!?…%]/u.test(start) || /^["'“‘«„‹([]*\p{Ll}/u.test(start)) return false;
  // 「はい。」と言った: the quotation is part of the sentence.
  if (/[」』]$/u.test(left) && /^[とっ]/u.test(right)) return false;
  return !stopBelongsToWord(left, start) && !isInside(left);
}

/** A bracket or a quotation is open. An apostrophe is no quote, `:(` is no bracket. */
function isInside(text: string): boolean {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  if (count(/(?<![:;=8]-?)[([]/g) > count(/[)\]]/g)) return true;
  if (count(/"/g) % 2 === 1) return true;
  if (text.includes("„")) return count(/„/g) > count(/[“”]/g);
  return count(/“/g) > count(/”/g) || count(/«/g) > count(/»/g) || count(/「/g) > count(/」/g);
}
