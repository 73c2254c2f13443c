import fc from "fast-check";
import { seededRandom } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { TRICKY_TEXTS } from "./__fixtures__/tricky-texts.js";
import { splitSentences } from "./sentence-reader.js";
import { createSpeakableReader, hasWords, toSpeakableSentences, toSpeakableText } from "./speakable.js";

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}\p{M}\p{Join_Control}]+/gu) ?? [];

/** Reads a text in random pieces of up to `longest` characters. */
function readInPieces(text: string, seed: number, longest: number): readonly string[] {
  const random = seededRandom(seed);
  const reader = createSpeakableReader();
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const length = 1 + Math.floor(random() * longest);
    parts.push(...reader.push(text.slice(at, at + length)));
    at += length;
  }
  return [...parts, ...reader.end()];
}

describe("two hundred tricky texts", () => {
  it("are at least two hundred", () => {
    expect(TRICKY_TEXTS.length).toBeGreaterThanOrEqual(200);
  });

  for (const { name, text, words } of TRICKY_TEXTS) {
    it(`are heard word by word, once and in order: ${name} (TTS-3)`, () => {
      const sentences = toSpeakableSentences(text);
      const spoken = sentences.filter(hasWords).join("");
      expect(wordsOf(spoken).join(" ")).toBe(wordsOf(words ?? text).join(" "));
      expect(sentences.join("")).toBe(toSpeakableText(text));
      expect(Math.max(0, ...sentences.map((sentence) => sentence.length))).toBeLessThanOrEqual(450);
    });

    it(`are cut into the same sentences however they come in: ${name} (TTS-4)`, () => {
      const whole = toSpeakableSentences(text);
      expect(readInPieces(text, 1, 12)).toEqual(whole);
      expect(readInPieces(text, 2, 300)).toEqual(whole);
      expect(readInPieces(text, 3, text.length < 3_000 ? 1 : 50)).toEqual(whole);
    });
  }
});

describe("any text", () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        "**",
        "_",
        "`",
        "```\n",
        "[",
        "](",
        ")",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "| ",
        "|---|\n",
        "> ",
        "# ",
        "http://a.b/",
        "Dr. ",
        ". ",
        "? ",
        "“",
        "”",
        "(",
        "👍",
        "e\u0301",
        "中。",
        "<b>",
        "<",
        "&amp;",
        "\\",
        "$5 ",
        "A",
        "x",
        " ",
      ),
      fc.string({ maxLength: 6, unit: "grapheme" }),
    ),
    { maxLength: 60 },
  );

  it("gives the same sentences however it is cut (TTS-4)", () => {
    fc.assert(
      fc.property(pieces, fc.nat(), (parts, seed) => {
        const text = parts.join("");
        expect(readInPieces(text, seed, 5)).toEqual(toSpeakableSentences(text));
      }),
      { numRuns: 300 },
    );
  });

  it("is put together again from its sentences, none longer than the bound (TTS-3)", () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join("");
        const sentences = splitSentences(text, { maxCharacters: 60 });
        expect(sentences.join("")).toBe(text);
        expect(sentences.every((sentence) => sentence.length > 0 && sentence.length <= 61)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
