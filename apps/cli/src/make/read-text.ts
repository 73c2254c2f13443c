import { UsageError } from "../args/usage-error.js";
import { readStdin } from "../ask/read-stdin.js";
import type { Context } from "../context.js";

/** The text of a flag or of the words behind the command, else what was piped in. @throws UsageError when there is none, or two */
export async function readText(
  context: Context,
  flag: string,
  sources: { readonly given: string | undefined; readonly words: readonly string[] },
): Promise<string> {
  const given = oneText(flag, sources);
  const text = given ?? (await readStdin(context.io, context.out));
  if (text.trim() !== "") return text.trim();
  const problem = given === undefined ? `--${flag} is missing.` : `--${flag} is blank.`;
  throw new UsageError(problem, `Write it as --${flag} "…", or pipe it in.`);
}

/** The text of the command line, where there is one. @throws UsageError when it is there twice */
export function oneText(
  flag: string,
  { given, words }: { readonly given: string | undefined; readonly words: readonly string[] },
): string | undefined {
  if (words.length === 0) return given;
  if (given === undefined) return words.join(" ");
  throw new UsageError(`There is a text behind the command and one in --${flag}.`, "Keep one of them.");
}
