import { guessLanguage } from "./guess-language.js";
import { createMarkdownReader } from "./markdown-reader.js";
import { saySymbols } from "./say-symbols.js";
import { createSentenceReader, DEFAULT_MAX_SENTENCE } from "./sentence-reader.js";
import type { SpeakablePolicy } from "./speakable-policy.js";

export interface SpeakableOptions extends SpeakablePolicy {
  /** Longest part, in UTF-16 units. Default 300. */
  readonly maxCharacters?: number | undefined;
}

export interface SpeakableReader {
  /** Takes more of a Markdown answer; gives the sentences that are complete, as they are spoken. */
  push(chunk: string): readonly string[];
  end(): readonly string[];
}

/**
 * From Markdown that is still being written to sentences that can be spoken (TTS-3, TTS-4). Each keeps the blank or line break behind it:
 * put together they are `toSpeakableText` of the whole answer.
 */
export function createSpeakableReader(options: SpeakableOptions = {}): SpeakableReader {
  const markdown = createMarkdownReader(options);
  const sentences = createSentenceReader({ maxCharacters: options.maxCharacters ?? DEFAULT_MAX_SENTENCE, language: options.language });
  let lastLanguage: string | undefined;
  const say = (parts: readonly string[]): readonly string[] =>
    parts.map((sentence) => {
      lastLanguage = options.language ?? guessLanguage(sentence) ?? lastLanguage ?? (isPlainLatin(sentence) ? "en" : undefined);
      return saySymbols(sentence, lastLanguage);
    });
  return {
    push: (chunk) => say(sentences.push(markdown.push(chunk))),
    end: () => say([...sentences.push(markdown.end()), ...sentences.end()]),
  };
}

/** A whole Markdown answer as a person would say it, line by line (TTS-3). */
export function toSpeakableText(text: string, options: SpeakableOptions = {}): string {
  return toSpeakableSentences(text, options).join("");
}

/** The same in sentences; put together they are `toSpeakableText`. */
export function toSpeakableSentences(text: string, options: SpeakableOptions = {}): readonly string[] {
  const reader = createSpeakableReader(options);
  return [...reader.push(text), ...reader.end()];
}

/** False for what a voice cannot say: dots, dashes, nothing. */
export function hasWords(sentence: string): boolean {
  return /[\p{L}\p{N}]/u.test(sentence);
}

function isPlainLatin(sentence: string): boolean {
  return !/[^\p{Script=Latin}\p{Script=Common}]/u.test(sentence);
}
