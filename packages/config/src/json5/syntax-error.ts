import { ConfigError, type ConfigIssue } from "@openclaw/core";
import { positionAt, type SourcePosition } from "./position.js";
import type { SourceText } from "./syntax-tree.js";

/**
 * What `parseJson5` throws: `file:line:column: what was found`. At most one character of the text is quoted, because an
 * unquoted API key is the likeliest mistake in this file (KEY-6).
 */
export function syntaxError(source: SourceText, offset: number, problem: string, hint?: string): ConfigError {
  const { line, column } = positionAt(source, offset);
  const issue: ConfigIssue & SourcePosition = { path: "", message: problem, file: source.file, line, column };
  return new ConfigError(`${source.file}:${line}:${column}: ${problem}`, {
    code: "config_invalid",
    hint: hint ?? "Correct the file at that place, then load it again.",
    issues: [issue],
  });
}

/** The character at `offset`, fit for a message. */
export function describeCharacter(text: string, offset: number): string {
  const codePoint = text.codePointAt(offset);
  if (codePoint === undefined) return "the end of the file";
  if (codePoint < 0x20 || codePoint === 0x7f) return `the control character U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
  return JSON.stringify(String.fromCodePoint(codePoint));
}
