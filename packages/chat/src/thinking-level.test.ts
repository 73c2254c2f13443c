import { expect, it } from "vitest";
import { THINKING_LEVELS } from "./chat-input.js";
import { parseThinkingLevel } from "./thinking-level.js";

// CHAT-1
it("reads every level, whatever its case", () => {
  for (const level of THINKING_LEVELS) expect(parseThinkingLevel(` ${level.toUpperCase()} `)).toBe(level);
});

it.each([
  ["on", "low"],
  ["none", "off"],
  ["x-high", "xhigh"],
  ["Extra High", "xhigh"],
  ["highest", "high"],
  ["ultra", "max"],
  ["think", "minimal"],
  ["think hard", "low"],
  ["think harder", "medium"],
  ["ultrathink", "high"],
  ["ultrathink+", "xhigh"],
])("reads %s as %s", (text, level) => {
  expect(parseThinkingLevel(text)).toBe(level);
});

it("suggests the nearest of what it does not know, and names all", () => {
  expect(() => parseThinkingLevel("hihg")).toThrow(
    expect.objectContaining({
      code: "input_invalid",
      hint: 'Did you mean "high"? Use one of: off, minimal, low, medium, high, xhigh, max, adaptive.',
    }),
  );
  for (const text of ["", "constructor", "__proto__"])
    expect(() => parseThinkingLevel(text)).toThrow(expect.objectContaining({ code: "input_invalid" }));
});
