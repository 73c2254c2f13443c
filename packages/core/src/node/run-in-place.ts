import { constants } from "node:os";

export interface OtherProgram {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How a program that ran in place of this one ended. */
export interface RunInPlace {
  readonly exitCode: number;
  /** A sentence without its subject, for whoever speaks for the program: why it did not run at all. */
  readonly problem?: string;
}

/**
 * Runs another program where this one was called: it has the terminal and the streams, signals that this process alone gets are passed on,
 * and its exit code is the answer. Must parse on Node 20 (F-5).
 */
export async function runInPlace(process: NodeJS.Process, program: string, { args, env }: OtherProgram): Promise<RunInPlace> {
  // Loaded when it is needed: every start of a program passes this file.
  const { spawn } = await import("node:child_process");
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "inherit", env });
    // On a terminal Ctrl-C reaches the child by itself, and a second one would not let it end well; any other signal came here alone.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
      });
    }
    child.on("error", (error) => resolve({ exitCode: 1, problem: `${program} could not be started: ${error.message}` }));
    child.on("close", (code, signal) => resolve({ exitCode: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) }));
  });
}
