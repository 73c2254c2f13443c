import { expect, it } from "vitest";
import { splitText } from "./split-text.js";

const TEXT =
  "Short one. Another short one. " +
  "This sentence is long enough to stand by itself, because it goes on and on until ninety letters are there. " +
  "The end!";

it("puts short sentences together and loses no word", () => {
  const pieces = splitText(TEXT, "en");
  expect(pieces.length).toBeGreaterThan(1);
  expect(
    pieces
      .map(({ text }) => text)
      .join(" ")
      .replace(/\s+/g, " "),
  ).toBe(TEXT.replace(/\s+/g, " ").trim());
  expect(pieces[0]?.text.startsWith("Short one. Another short one.")).toBe(true);
});

it("places each word in the text, one after the other, up to the piece's end", () => {
  for (const { words } of splitText(TEXT, "en")) {
    expect(words[0]?.startsAt).toBe(0);
    expect(words.at(-1)?.endsAt).toBeCloseTo(1);
    expect(words.slice(1).map(({ startsAt }) => startsAt)).toEqual(words.slice(0, -1).map(({ endsAt }) => endsAt));
    for (const word of words) {
      expect(TEXT.slice(word.from, word.to)).toMatch(/^\w+$/);
      expect(word.endsAt).toBeGreaterThan(word.startsAt);
    }
  }
});

it("speaks nothing where there is nothing to say", () => {
  expect(splitText("… —\n\n***")).toEqual([]);
});
