import { describe, expect, it } from "vitest";
import { createSpeakableReader, toSpeakableSentences, toSpeakableText } from "./speakable.js";

const CASES: readonly [name: string, markdown: string, spoken: string][] = [
  [
    "emphasis",
    "This is **very** _important_, ***really***. Use snake_case and 2*3 and 2 * 3.",
    "This is very important, really. Use snake_case and 2*3 and 2 times 3.",
  ],
  ["a heading", "# Title #\nText", "Title.\nText."],
  ["an underlined heading", "Title\n=====\nText", "Title.\nText."],
  [
    "links and images",
    "See [the docs](https://a.b/c_(d)) and ![a cat](cat.png) or [that][1].\n\n[1]: https://x.y",
    "See the docs and a cat or that.",
  ],
  [
    "bare addresses",
    "Go to https://www.example.com/a/b?c=d. Or <https://x.org>, or mail <me@x.org>!",
    "Go to example.com. Or x.org, or mail me@x.org!",
  ],
  ["fenced code", "Run this:\n```bash\nrm -rf /\n```\nDone", "Run this:\nCode example in bash.\nDone."],
  ["inline code", "Call `foo_bar(*x)` or ``a`b`` now", "Call foo_bar(*x) or a`b now."],
  ["code that holds backticks", "Use `a`` b` and c", "Use a`` b and c."],
  ["lists", "Steps:\n1. Open it\n2. Close it.\n   - inner **one**\n- [x] done", "Steps:\n1: Open it.\n2: Close it.\ninner one.\ndone."],
  ["a table", "| Name | Age |\n|:--|--:|\n| Ada | 36 |\n| Bob | 4\\|5 |", "Name, Age.\nAda, 36.\nBob, 4|5."],
  ["a quotation", "> First line\n> second line\n\nAfter", "First line second line.\nAfter."],
  ["code in a quotation", "> ```\n> x\n> ```\n> said\n\nAfter", "Code example.\nsaid.\nAfter."],
  ["HTML", "A<br>B <b>bold</b> &amp; List<String> <!-- no --> <td>x</td><td>y</td>", "A.\nB bold and List<String> x y."],
  ["emoji", "Great job 🎉👍🏽! 👨‍👩‍👧 Family 🇩🇪 1️⃣ one ©", "Great job ! Family 1 one ©."],
  [
    "money and units",
    "It costs $5, €1 or £2.50 — 20% of 30 km at 25°C.",
    "It costs 5 dollars, 1 euro or 2.50 pounds — 20 percent of 30 kilometers at 25 degrees Celsius.",
  ],
  ["another language", "Das kostet 5 € und das sind 20 % der Summe.", "Das kostet 5 Euro und das sind 20 Prozent der Summe."],
  [
    "an English text after an address",
    "First, visit https://example.com/a.\n\nSecond, 50%, 3 km.",
    "First, visit example.com.\nSecond, 50 percent, 3 kilometers.",
  ],
  [
    "SSML",
    '<speak>Hello <break time="1s"/><prosody rate="slow">slow <say-as interpret-as="date">May 1</say-as></prosody> world</speak>',
    "Hello slow May 1 world.",
  ],
  ["escapes", String.raw`\*not\* \# it \(x\)`, "*not* # it x."],
  ["prose that looks like a list", "It was in\n1986. Then it ended.", "It was in 1986. Then it ended."],
  ["a rule", "One\n\n---\n\nTwo", "One.\nTwo."],
  ["a footnote", "Text[^1] here.\n\n[^1]: The note", "Text here.\nThe note."],
  ["nothing to say", "🎉 *** \n\n---", ""],
  ["one character", "a", "a."],
  ["a right-to-left text", "مرحبا بك. كيف حالك؟ أنا بخير", "مرحبا بك. كيف حالك؟ أنا بخير."],
];

describe("speakable text", () => {
  for (const [name, markdown, spoken] of CASES) {
    it(`reads ${name} as a person would (TTS-3)`, () => {
      expect(toSpeakableText(markdown)).toBe(spoken);
    });
    it(`reads ${name} the same however it is cut (TTS-4)`, () => {
      const whole = toSpeakableSentences(markdown);
      for (let at = 0; at <= markdown.length; at += 1) {
        const reader = createSpeakableReader();
        expect([...reader.push(markdown.slice(0, at)), ...reader.push(markdown.slice(at)), ...reader.end()], `cut at ${at}`).toEqual(whole);
      }
      const reader = createSpeakableReader();
      expect([...Array.from(markdown).flatMap((character) => reader.push(character)), ...reader.end()], "one by one").toEqual(whole);
    });
  }
});
