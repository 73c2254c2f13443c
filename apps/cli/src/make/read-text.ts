import { UsageError } from "../args/usage-error.js";
import { readStdin } from "../ask/read-stdin.js";
import type { Context } from "../context.js";

/** The text of a flag, else what was piped in. @throws UsageError when there is none */
export async function readText(context: Context, flag: string, given: string | undefined): Promise<string> {
  const text = given ?? (await readStdin(context.io, context.out));
  if (text.trim() !== "") return text.trim();
  const problem = given === undefined ? `--${flag} is missing.` : `--${flag} is blank.`;
  throw new UsageError(problem, `Write it as --${flag} "…", or pipe it in.`);
}
