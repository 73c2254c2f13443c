import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

/** `close` lets go. */
export type HeldLock = Pick<DatabaseSync, "close">;

/** For tests: awaited where another process may act in between, with the file opened and not yet locked, and with a dead one's file locked and not yet gone. */
export type LockStep = (step: "opened" | "dead", path: string) => Promise<void>;

export interface LockFileOptions {
  /** Make the file when it is missing. */
  readonly create: boolean;
  readonly step?: LockStep | undefined;
}

/**
 * Locks an empty database exclusively, without waiting: the lock is the operating system's and ends with the process. Nothing is ever written to it.
 *
 * @returns "held" when somebody else has it
 * @throws the system's error
 */
export async function lockFile(path: string, { create, step }: LockFileOptions): Promise<HeldLock | "held"> {
  const location = pathToFileURL(path);
  location.searchParams.set("mode", create ? "rwc" : "rw");
  const database = new DatabaseSync(location, { timeout: 0 });
  try {
    await step?.("opened", path);
    // No journal beside it.
    database.exec("PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database.close();
    if (((error as { readonly errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) return "held";
    throw error;
  }
}

const SQLITE_BUSY = 5;
