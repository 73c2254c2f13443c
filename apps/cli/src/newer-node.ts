import { runOnNewerNode as runOn } from "@openclaw/core/internal/node";

/** Started on a Node that is too old (F-5). @returns the exit code */
export async function runOnNewerNode(process: NodeJS.Process): Promise<number> {
  const { exitCode, problem } = await runOn(process, { url: import.meta.url, packageName: "@openclaw/cli" });
  if (problem !== undefined) process.stderr.write(`openclaw: ${problem}\n`);
  return exitCode;
}
