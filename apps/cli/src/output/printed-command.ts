import stringWidth from "fast-string-width";
import { COMMANDS } from "../commands/index.js";
import { wrapWords } from "./wrap-words.js";

const INSTALLED = "openclaw";
const VERBS = [...new Set(COMMANDS.map(({ path }) => path[0]))].join("|");
const COMMAND = new RegExp(`(?<![\\w./"-])${INSTALLED} (?=(?:${VERBS})\\b)`, "g");

/** Commands that are printed to be typed, as they have to be typed here: from a checkout the program is called by its path. */
export function namedCommands(text: string, program: string): string {
  return program === INSTALLED ? text : text.replaceAll(COMMAND, () => `${program} `);
}

/**
 * A line broken at its words. A command at its end is there to be copied, and a line break in it would come along: where it has no room beside
 * the words before, it stands on a line of its own, however long.
 *
 * @param indent of further lines
 */
export function fitLine(line: string, columns: number, program: string, indent = ""): string {
  const at = line.lastIndexOf(`: ${program} `);
  const command = line.slice(at + 2);
  // With a sentence behind it, it is no command any more.
  if (at === -1 || /[.;] /.test(command)) return wrapWords(line, columns, indent);
  const before = wrapWords(line.slice(0, at + 1), columns, indent);
  const last = before.slice(before.lastIndexOf("\n") + 1);
  return `${before}${stringWidth(last) + 1 + stringWidth(command) <= columns ? " " : `\n${indent}`}${command}`;
}
