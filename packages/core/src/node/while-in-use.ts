import { platform } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { systemCode } from "../errors/file-problem.js";

export interface InUseFacts {
  /** Which system refused; default: this one. */
  readonly system?: NodeJS.Platform;
  readonly wait?: (ms: number) => Promise<unknown>;
}

// EACCES and EPERM are what Windows says of a file that another program has open, or that is being removed.
const IN_USE: ReadonlySet<string | undefined> = new Set(["EACCES", "EBUSY", "EPERM"]);
const WAITS_MS = [10, 20, 40, 80, 160, 320, 640];

/**
 * Renames, replaces or removes a file, again for about a second where Windows refuses it: a virus scanner, the search index or a reader
 * has it open, and lets go of it soon. Elsewhere an error is final at once.
 *
 * @throws the system's error
 */
export async function whileInUse<Result>(work: () => Promise<Result>, facts: InUseFacts = {}): Promise<Result> {
  const { system = platform(), wait = delay } = facts;
  for (const waitMs of system === "win32" ? WAITS_MS : []) {
    try {
      return await work();
    } catch (error) {
      if (!IN_USE.has(systemCode(error))) throw error;
      await wait(waitMs);
    }
  }
  return work();
}
