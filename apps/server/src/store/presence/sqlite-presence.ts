import { chmod, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "@openclaw/core/internal/node";
import { StateUnavailable } from "../unavailable.js";
import { type HeldLock, lockFile, type LockFileOptions } from "./lock-file.js";
import { newInstanceId, type Presence } from "./presence.js";

const NAME = /^[A-Za-z0-9_-]{1,64}$/;
// A name is lost only to who looks at it in the moment between its making and its lock.
const MAX_NAMES = 20;

export interface SqlitePresenceOptions extends Pick<LockFileOptions, "step"> {
  /** For tests. */
  readonly newId?: () => string;
}

/**
 * One empty database for each process beside the state, exclusively locked: SQLite's lock is the operating system's, and ends with the process. The
 * processes of one machine share the folder, and only they use SQLite together.
 *
 * A name is made once, by the process that bears it, and is never made again: whoever loses it before it is locked takes another one. So a name whose lock is
 * free belongs to nobody who lives, and taking its file away cannot hit another file of the same name.
 *
 * @throws StateUnavailable where no file can be made or locked
 */
export async function announceOnSqlite(dir: string, { newId = newInstanceId, step }: SqlitePresenceOptions = {}): Promise<Presence> {
  const folder = join(dir, "instances");
  const pathOf = (id: string): string => join(folder, `${id}.lock`);
  const { id: instanceId, lock } = await takeName(folder, () => {
    const id = newId();
    return { id, path: pathOf(id), step };
  }).catch((error: unknown) => {
    throw error instanceof StateUnavailable ? error : new StateUnavailable("sqlite", error);
  });

  const isGone = async (id: string): Promise<boolean> => {
    if (id === instanceId || !NAME.test(id)) return false;
    const path = pathOf(id);
    let dead: HeldLock | "held";
    try {
      dead = await lockFile(path, { create: false, step });
    } catch {
      // Whoever leaves takes the file away; whoever died has it taken away. Of a file that is there and cannot be looked at nobody can tell.
      return isMissing(path);
    }
    if (dead === "held") return false;
    // While the lock is held: who has opened the file and not yet locked it must notice that it is lost.
    await step?.("dead", path);
    await rm(path, { force: true }).catch(() => undefined);
    dead.close();
    return true;
  };
  // What earlier processes left behind. Where it cannot be seen it is in nobody's way.
  const names = await readdir(folder).catch(() => []);
  for (const name of names) if (name.endsWith(".lock")) await isGone(name.slice(0, -".lock".length));

  return {
    instanceId,
    isGone,
    async close() {
      await rm(pathOf(instanceId), { force: true }).catch(() => undefined);
      lock.close();
    },
  };
}

interface Name extends Pick<LockFileOptions, "step"> {
  readonly id: string;
  readonly path: string;
}

async function takeName(folder: string, newName: () => Name): Promise<{ readonly id: string; readonly lock: HeldLock }> {
  await makeFolder(folder, 0o700);
  for (let tries = 0; tries < MAX_NAMES; tries++) {
    const { id, path, step } = newName();
    const lock = await lockFile(path, { create: true, step });
    if (lock === "held") continue;
    try {
      // Only who has the lock takes the file away: from here on it stays.
      await chmod(path, 0o600);
      return { id, lock };
    } catch (error) {
      lock.close();
      if (!(await isMissing(path))) throw error;
    }
  }
  throw new Error(`No file in ${folder} could be locked: each of ${MAX_NAMES} was taken away or locked by another process.`);
}

async function isMissing(path: string): Promise<boolean> {
  return stat(path).then(
    () => false,
    (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT",
  );
}
