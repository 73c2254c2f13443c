import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "../context.js";

/** Runs paid work with the folder that its journal goes to. A job of the sandbox ends with it: there is nothing to resume. */
export async function withJobFolder<Result>(context: Context, work: (stateDir: string) => Promise<Result>): Promise<Result> {
  if (!context.flags.sandbox) return work((await context.config()).stateDir);
  const folder = await mkdtemp(join(tmpdir(), "openclaw-sandbox-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
