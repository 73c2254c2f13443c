import { describe, expect, it } from "vitest";
import { findCommand } from "./find-command.js";
import { UsageError } from "./usage-error.js";

function hintOf(...argv: readonly string[]): string | undefined {
  try {
    findCommand(argv);
  } catch (error) {
    if (error instanceof UsageError) return error.hint;
  }
  return undefined;
}

// CLI-3
describe("a word that is no command", () => {
  it.each([
    [["login"], 'Did you mean "models auth login"?'],
    [["image"], 'Did you mean "infer image"?'],
    [["transcribe", "a.mp3"], 'Did you mean "infer audio transcribe"?'],
    [["set", "x"], 'Did you mean "models set" or "config set" or "models auth order set"?'],
    [["models", "login"], 'Did you mean "models auth login"?'],
  ])("is looked for deeper down: %j", (argv, hint) => expect(hintOf(...argv)).toBe(hint));

  it.each([
    [["version"], 'Did you mean "--version"?'],
    [["config", "list"], 'Did you mean "config explain"?'],
    [["config", "edit"], 'Did you mean "config set"?'],
    [["keys"], 'Did you mean "models auth"?'],
    [["setup"], 'Did you mean "onboard"?'],
  ])("may be what other programs call it: %j", (argv, hint) => expect(hintOf(...argv)).toBe(hint));

  it("is a question where it has spaces, and is not repeated", () => {
    expect(() => findCommand(["Why is the sky blue?"])).toThrow("A question is no command.");
    expect(hintOf("Why is the sky blue?")).toBe('Ask it with: openclaw chat "…"');
    expect(hintOf("models", "two words")).toBe("See which there are with: openclaw models --help");
  });
});
