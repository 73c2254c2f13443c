import { ToolkitError } from "@openclaw/core";

/**
 * What stands in the first code block of an answer, so that it can go into a file or a shell as it is. Lines lose the indentation of their block.
 *
 * @returns `undefined` where there is none, or where the answer ends inside it: half a script must not be run
 */
export function extractCode(answer: string): string | undefined {
  const lines = answer.split(/\r?\n/);
  const opening = lines.findIndex((line) => FENCE.test(line));
  const [, indent = "", fence = ""] = FENCE.exec(lines[opening] ?? "") ?? [];
  if (opening === -1) return undefined;
  const closes = (line: string): boolean => {
    const bare = line.trim();
    return bare.length >= fence.length && bare === (fence[0] ?? "").repeat(bare.length);
  };
  const length = lines.slice(opening + 1).findIndex(closes);
  if (length === -1) return undefined;
  const block = lines.slice(opening + 1, opening + 1 + length);
  return block.map((line) => `${line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()}\n`).join("");
}

// A fence of backticks has none behind it: else it is code within a line.
const FENCE = /^(\s*)(`{3,}(?=[^`]*$)|~{3,})/;

/** Says that there is nothing to print; the answer itself is shown on stderr, where no shell runs it. */
export function noCode(): ToolkitError {
  return new ToolkitError("The answer holds no whole code block.", {
    code: "output_invalid",
    hint: "Ask for one in so many words, or leave out --extract.",
  });
}
