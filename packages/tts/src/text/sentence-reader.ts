import { findCut } from "./cut-sentence.js";
import { findBorder } from "./sentence-border.js";

/** Longest part that is spoken in one request; long enough for a sentence, short enough for every model. */
export const DEFAULT_MAX_SENTENCE = 300;
/** How far behind the bound is looked to be sure of a border before it. */
const LOOK_AHEAD = 80;

export interface SentenceOptions {
  /** Bound of a part, in UTF-16 units; at least 40. Default 300. */
  readonly maxCharacters?: number | undefined;
  /** BCP 47 tag for the sentence rules. */
  readonly language?: string | undefined;
}

export interface SentenceReader {
  /** Takes more text; gives the parts that are complete. */
  push(text: string): readonly string[];
  /** Nothing follows: gives the rest. */
  end(): readonly string[];
}

/**
 * Cuts clean text into sentences while it is still coming in. A line break ends a sentence. The parts, put together, are the text,
 * character by character, and do not depend on how it was cut on its way in (TTS-3).
 */
export function createSentenceReader(options: SentenceOptions = {}): SentenceReader {
  const maxCharacters = Math.max(40, options.maxCharacters ?? DEFAULT_MAX_SENTENCE);
  let buffer = "";

  /** Length of the first part; `undefined` while it is not sure. */
  function next(final: boolean): number | undefined {
    const lineEnd = buffer.indexOf("\n");
    const block = lineEnd < 0 ? buffer : buffer.slice(0, lineEnd);
    const closed = final || lineEnd >= 0;
    const window = block.slice(0, maxCharacters + LOOK_AHEAD);
    // A block that just fills the window is treated as one that goes on: while it comes in, nobody can tell.
    const atEnd = closed && block.length < maxCharacters + LOOK_AHEAD;
    const { border, rejected } = findBorder(window, { final: atEnd, language: options.language });
    if (border !== undefined && border <= maxCharacters) return border;
    const full = atEnd || window.length === maxCharacters + LOOK_AHEAD;
    if (full && window.length > maxCharacters) return findCut(window, maxCharacters, rejected);
    if (!atEnd) return undefined;
    return lineEnd < 0 ? block.length : lineEnd + 1;
  }

  function run(final: boolean): string[] {
    const parts: string[] = [];
    while (buffer !== "") {
      const length = next(final);
      if (length === undefined || length === 0) break;
      parts.push(buffer.slice(0, length));
      buffer = buffer.slice(length);
    }
    return parts;
  }

  return {
    push(text) {
      buffer += text;
      return run(false);
    },
    end: () => run(true),
  };
}

/** Cuts a text that is complete into sentences; together they are the text (TTS-3). */
export function splitSentences(text: string, options: SentenceOptions = {}): readonly string[] {
  const reader = createSentenceReader(options);
  return [...reader.push(text), ...reader.end()];
}
