import { describe, expect, it } from "vitest";
import { parseFlags } from "./parse-flags.js";

const table = {
  model: { kind: "text", short: "m", summary: "" },
  file: { kind: "list", summary: "" },
  json: { kind: "switch", summary: "" },
  count: { kind: "number", min: 1, max: 4, integer: true, summary: "" },
  quality: { kind: "choice", choices: ["low", "high"], summary: "" },
} as const;

const problem = (...argv: string[]): string => {
  try {
    parseFlags(argv, table);
  } catch (error) {
    const { message, hint } = error as { message: string; hint?: string };
    return `${message} ${hint ?? ""}`.trim();
  }
  return "";
};

describe("parseFlags", () => {
  it("reads every kind of flag, in any place among the words (CLI-2)", () => {
    const given = parseFlags(["one", "-m", "kimi", "--file=a", "two", "--file", "b", "--count", "2", "--quality", "HIGH", "--json"], table);
    expect(given).toEqual({ words: ["one", "two"], flags: { model: "kimi", file: ["a", "b"], count: 2, quality: "high", json: true } });
  });

  it("takes everything behind -- as words", () => {
    expect(parseFlags(["--", "--model", "x"], table)).toEqual({ words: ["--model", "x"], flags: {} });
  });

  it("takes a value that begins with a dash, unless it is a flag of this command", () => {
    expect(parseFlags(["--model", "-1"], table).flags).toEqual({ model: "-1" });
    expect(problem("--model", "--json")).toBe("--model needs a value, but --json follows. If that is the value, write --model=--json.");
  });

  it("names the nearest flag for one that does not exist (CLI-3)", () => {
    expect(problem("--modle", "x")).toBe("There is no flag --modle here. Did you mean --model?");
    expect(problem("--zzz")).toBe("There is no flag --zzz here. See which there are with --help.");
    expect(problem("--__proto__=1")).toContain("There is no flag");
  });

  it.each([
    [["--model"], "--model needs a value. Write it as --model VALUE."],
    [["--json=yes"], '--json takes no value, but was given "yes".'],
    [["--count", "5"], '--count cannot be "5". It is a whole number from 1 to 4.'],
    [["--count", "1.5"], '--count cannot be "1.5". It is a whole number from 1 to 4.'],
    [["--count", "abc"], '--count cannot be "abc". It is a whole number from 1 to 4.'],
    [["--count", " "], '--count cannot be " ". It is a whole number from 1 to 4.'],
    [["--quality", "hihg"], '--quality cannot be "hihg". It is one of: low, high. Did you mean "high"?'],
    [["--model", "a", "--model", "b"], "--model was given twice. Keep one of them."],
  ])("refuses %j with one clear sentence (CLI-3)", (argv, message) => {
    expect(problem(...argv)).toBe(message);
  });
});
