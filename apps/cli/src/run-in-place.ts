import { type OtherProgram, runInPlace as run } from "@openclaw/core/internal/node";

/** Runs another program where this one was called. @returns its exit code */
export async function runInPlace(process: NodeJS.Process, program: string, other: OtherProgram): Promise<number> {
  const { exitCode, problem } = await run(process, program, other);
  if (problem !== undefined) process.stderr.write(`openclaw: ${problem}\n`);
  return exitCode;
}
