import fc from "fast-check";
import { Lexer } from "marked";
import { expect, it } from "vitest";
import { GrowingText } from "./blocks.js";
import { MATH_EXTENSIONS } from "./math.js";

const SAMPLE = `# Title

A paragraph with **bold** and \`code\`, over
two lines.

- one
- two
  - nested

  still two
- three

| a | b |
| --- | --: |
| 1 | 2 |

\`\`\`ts
const a = 1;

const b = 2;
\`\`\`

> quoted
> twice

The sum is
\\[
x
+ y
- z \\\\
= 1
\\]
and $a_1 * b_2$ is not $5 * $6.

$$
\\frac{1}{2}
$$

1. first

2. second

Setext
======

The end.`;

const raws = (text: string): readonly string[] =>
  new Lexer({ gfm: true, breaks: true, extensions: MATH_EXTENSIONS })
    .lex(text)
    .filter(({ type }) => type !== "space")
    .map(({ raw }) => raw.trim());

it("gives the same blocks for a text that came in pieces as for the whole text", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: SAMPLE.length }), { maxLength: 40 }), (cuts) => {
      const growing = new GrowingText();
      for (const cut of cuts.toSorted((a, b) => a - b)) growing.update(SAMPLE.slice(0, cut), false);
      const blocks = growing.update(SAMPLE, true);
      expect(blocks.map(({ token }) => token.raw.trim())).toEqual(raws(SAMPLE));
    }),
  );
});

it("keeps the identity of what is closed, so that only the end is drawn again", () => {
  const growing = new GrowingText();
  const before = growing.update("First.\n\nSecond.\n\nThi", false);
  const after = growing.update("First.\n\nSecond.\n\nThird, with more", false);
  expect(after[0]).toBe(before[0]);
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(after[2]?.token.raw).toBe("Third, with more");
  expect(after.map(({ closed }) => closed)).toEqual([true, false, false]);
});

it("begins anew when the text is another one", () => {
  const growing = new GrowingText();
  growing.update("First.\n\nSecond.", false);
  expect(growing.update("Another.", true).map(({ token }) => token.raw)).toEqual(["Another."]);
});
