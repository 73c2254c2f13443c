import { describe, expect, it } from "vitest";
import { createSentenceReader, splitSentences } from "./sentence-reader.js";

const CASES: readonly (readonly string[])[] = [
  ["Hello there. ", "How are you? ", "Fine!"],
  ["Dr. Smith paid 3.14 dollars, i.e. too much. ", "He left."],
  ["J. R. R. Tolkien wrote it in the U.S. in 1937. ", "It sold."],
  ['"Stop!" he said. ', '"Why?" she asked.'],
  ["He said: “No. I will not.” ", "Then he left."],
  ["Yahoo! is old. ", "Version 2.0.1 of node.js is out. ", "See Fig. 3 and No. 5 today."],
  ["We met (it rained. A lot.) in May. ", "It was fun."],
  ["Am 3. Oktober ist Feiertag. ", "Der 2. Platz ging z.B. an Dr. Müller. ", "Ende."],
  ["« Bonjour ! » dit-il. ", "Il part."],
  ["你好。", "今天天气很好！", "是吗？"],
  ["これは本です。", "「はい。」と言った。"],
  ["مرحبا بك. ", "كيف حالك؟ ", "أنا بخير."],
  ["नमस्ते। ", "आप कैसे हैं?"],
  ["Apples, pears, etc. are fruit. ", "He bought apples, etc. ", "Then he left."],
  ["Wait... what? ", "Oh."],
  ["First line\n", "Second line"],
  ["No. ", "That is wrong."],
];

describe("sentences", () => {
  for (const parts of CASES) {
    it(`are found in ${JSON.stringify(parts.join("").slice(0, 50))} (TTS-3)`, () => {
      expect(splitSentences(parts.join(""))).toEqual(parts);
    });
  }

  it("come out as soon as the letter behind them shows where they end (TTS-4)", () => {
    const reader = createSentenceReader();
    expect(reader.push("Hello there.")).toEqual([]);
    expect(reader.push(" H")).toEqual(["Hello there. "]);
    expect(reader.push("ow are you?\n")).toEqual(["How are you?\n"]);
    expect(reader.end()).toEqual([]);
  });

  it("are cut at an end within a quotation rather than at its commas", () => {
    const quoted = "“I came, I saw, I won. I left, I slept, I rose. I came, I saw, I won, I left, I slept, I rose, I stayed.”";
    expect(splitSentences(quoted, { maxCharacters: 60 })[0]).toBe("“I came, I saw, I won. I left, I slept, I rose. ");
  });

  it("do not depend on whether a text just fills the room that is looked at", () => {
    for (let length = 30; length < 140; length += 1) {
      for (const end of ["", "\n", "\nMore."]) {
        const text = `Hello there. ${"1 ".repeat(70)}`.slice(0, length) + end;
        const reader = createSentenceReader({ maxCharacters: 40 });
        const slowly = [...Array.from(text).flatMap((character) => reader.push(character)), ...reader.end()];
        expect(slowly, JSON.stringify(text)).toEqual(splitSentences(text, { maxCharacters: 40 }));
      }
    }
  });

  it("are cut below the bound where one would breathe, and never within a character", () => {
    const clause = "one two three four five six, ";
    const parts = splitSentences(clause.repeat(20), { maxCharacters: 100 });
    expect(parts.every((part) => part.length <= 100 && part.endsWith(", "))).toBe(true);
    for (const text of ["👨‍👩‍👧".repeat(60), "e\u0301".repeat(300), "x".repeat(1000), "中文".repeat(300)]) {
      const cut = splitSentences(text, { maxCharacters: 50 });
      expect(cut.join("")).toBe(text);
      expect(cut.every((part) => part.length <= 50 && !/^(?:\u0301|\u200d|[\udc00-\udfff])/.test(part))).toBe(true);
    }
  });
});
