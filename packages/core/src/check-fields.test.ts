import { expect, it } from "vitest";
import { checkFields } from "./check-fields.js";

const names = { what: "a question", known: ["text", "maxWords", "toolChoice"], elsewhere: { prompt: "text", tone: "style: { tone }" } };
const refusal = (given: object): unknown => {
  try {
    checkFields(given, names);
    return undefined;
  } catch (error) {
    return error;
  }
};

it.each([
  ["max_words", "maxWords"],
  ["maxWord", "maxWords"],
  ["toolchoice", "toolChoice"],
  ["prompt", "text"],
  ["tone", "style: { tone }"],
])("says how %s is written", (name, written) => {
  expect(refusal({ text: "Hello", [name]: 1 })).toMatchObject({
    code: "input_invalid",
    message: `"${name}" is not a field of a question.`,
    hint: `Write ${written}.`,
  });
});

it("leaves alone what is known, what is not given, and what is like nothing known", () => {
  expect(
    refusal({ text: "Hello", maxWords: undefined, max_words: undefined, tone: null, userId: 7, constructor: "x", toString: "y" }),
  ).toBeUndefined();
});
