import { chmod, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makeFolder } from "@openclaw/core/node";
import type { Presence } from "./presence.js";

const NAME = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * One empty database for each process beside the state, exclusively locked: SQLite's lock is the operating system's, and ends with the process. The
 * processes of one machine share the folder, and only they use SQLite together.
 */
export async function announceOnSqlite(dir: string, instanceId: string): Promise<Presence> {
  const folder = join(dir, "instances");
  await makeFolder(folder, 0o700);
  const pathOf = (id: string): string => join(folder, `${id}.lock`);
  const own = await lockForGood(pathOf(instanceId));

  const isGone = async (id: string): Promise<boolean> => {
    if (id === instanceId || !NAME.test(id)) return false;
    const path = pathOf(id);
    // Whoever leaves takes the file away; whoever died has it taken away.
    if (!(await exists(path))) return true;
    const lock = tryLock(path);
    if (lock === undefined) return false;
    // Taken away while the lock is held: nobody who is about to lock it can be mistaken for the dead.
    await rm(path, { force: true }).catch(() => undefined);
    lock.close();
    return true;
  };
  // What earlier processes left behind.
  for (const name of await readdir(folder)) if (name.endsWith(".lock")) await isGone(name.slice(0, -".lock".length));

  return {
    isGone,
    async close() {
      await rm(pathOf(instanceId), { force: true }).catch(() => undefined);
      own.close();
    },
  };
}

async function lockForGood(path: string): Promise<DatabaseSync> {
  for (;;) {
    const lock = tryLock(path);
    // Another process that cleaned up may have taken the file away between its making and its lock.
    if (lock !== undefined && (await exists(path))) {
      await chmod(path, 0o600);
      return lock;
    }
    lock?.close();
  }
}

/** `undefined`: somebody else has it. */
function tryLock(path: string): DatabaseSync | undefined {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // Nothing is written: no journal beside it.
    database.exec("PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE");
    return database;
  } catch {
    database.close();
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
