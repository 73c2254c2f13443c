import { describe, expect, it } from "vitest";
import { labelledLines } from "./labelled.js";

const ROWS = [
  ["Config", "a/b"],
  ["Fallbacks (2)", "openrouter/openai/gpt-4o-mini, openrouter/anthropic/claude"],
] as const;
const lines = (columns: number): readonly string[] => labelledLines(ROWS, columns, (label) => label.toUpperCase());

describe("labelled lines", () => {
  it("stay whole where nothing has to fit", () => {
    expect(lines(Infinity)).toEqual(["CONFIG        : a/b", "FALLBACKS (2) : openrouter/openai/gpt-4o-mini, openrouter/anthropic/claude"]);
  });

  it("go on below their value", () => {
    expect(lines(50).at(-1)).toBe("FALLBACKS (2) : openrouter/openai/gpt-4o-mini,\n                openrouter/anthropic/claude");
  });

  it("go on below their label where the longest word has no room beside it; short ones stay beside", () => {
    expect(lines(40)).toEqual(["CONFIG: a/b", "FALLBACKS (2):", "  openrouter/openai/gpt-4o-mini,\n  openrouter/anthropic/claude"]);
  });
});
