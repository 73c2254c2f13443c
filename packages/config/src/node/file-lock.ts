import { link, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ConfigError } from "@openclaw/core";
import { parseJson, readNumber, readObject, readString, systemCode } from "@openclaw/core/internal";
import { makeFolder, whileInUse } from "@openclaw/core/internal/node";
import { toConfigIoError } from "./io-error.js";
import { randomToken } from "./random-token.js";

export interface FileLockOptions {
  /** How long to wait for another holder. Default 15 s. */
  readonly waitMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A held lock. */
export interface FileLock {
  /** False once another process has taken the lock over, which it does when this one seems dead. */
  readonly isHeld: () => Promise<boolean>;
}

interface Holder {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
}

const WAIT_MS = 15_000;
const POLL_MIN_MS = 5;
const POLL_MAX_MS = 40;
/** Nobody holds this lock for longer than a few milliseconds; after this long its holder is gone or stuck. */
const STALE_AFTER_MS = 60_000;

/**
 * Runs `work` while holding `<path>.lock`, so that of several processes one at a time reads, changes and writes the file (CFG-6).
 * The lock of a process that was killed is broken at once when it ran on this machine, else after a minute.
 *
 * @throws ConfigError `config_io` when the folder cannot be written, or another process keeps the lock for `waitMs`.
 */
export async function withFileLock<Result>(
  path: string,
  work: (lock: FileLock) => Promise<Result>,
  options: FileLockOptions = {},
): Promise<Result> {
  const lockPath = `${path}.lock`;
  const holder: Holder = { token: randomToken(12), pid: process.pid, host: hostname() };
  await acquire(lockPath, holder, options);
  try {
    await removeTicketsOfTheDead(lockPath);
    return await work({ isHeld: async () => (await readHolder(lockPath))?.token === holder.token });
  } finally {
    if ((await readHolder(lockPath))?.token === holder.token) await whileInUse(() => rm(lockPath, { force: true }));
  }
}

async function acquire(lockPath: string, holder: Holder, options: FileLockOptions): Promise<void> {
  const until = performance.now() + (options.waitMs ?? WAIT_MS);
  try {
    await makeFolder(dirname(lockPath), 0o700);
    while (!(await tryCreate(lockPath, holder))) {
      if (await breakStale(lockPath, holder)) continue;
      if (performance.now() > until) throw await busy(lockPath);
      const wait = POLL_MIN_MS + Math.random() * (POLL_MAX_MS - POLL_MIN_MS);
      await delay(wait, undefined, options.signal === undefined ? {} : { signal: options.signal });
    }
  } catch (error) {
    throw options.signal?.aborted === true ? error : toConfigIoError(error, "written", lockPath.replace(/\.lock$/, ""));
  }
}

/** Makes the lock appear with its content in it, in one step: a lock that can be seen can also be read. */
async function tryCreate(lockPath: string, holder: Holder): Promise<boolean> {
  const own = `${lockPath}.${holder.pid}-${holder.token}`;
  const content = JSON.stringify(holder);
  try {
    await writeFile(own, content, { mode: 0o600, flag: "wx" });
  } catch (error) {
    // On a full disk a file can be made and not be filled.
    await whileInUse(() => rm(own, { force: true }));
    throw error;
  }
  try {
    await link(own, lockPath);
    return true;
  } catch (error) {
    const code = systemCode(error);
    // ENOENT: another machine took the ticket for one of a dead process. Asking again makes a new one.
    if (code === "EEXIST" || code === "ENOENT") return false;
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS" && code !== "EOPNOTSUPP") throw error;
    return await createWithoutLinks(lockPath, content);
  } finally {
    await whileInUse(() => rm(own, { force: true }));
  }
}

/** For file systems that have no hard links. */
async function createWithoutLinks(lockPath: string, content: string): Promise<boolean> {
  try {
    const file = await open(lockPath, "wx", 0o600);
    let whole = false;
    try {
      await file.writeFile(content);
      whole = true;
    } finally {
      await file.close();
      if (!whole) await whileInUse(() => rm(lockPath, { force: true }));
    }
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  }
}

/**
 * Removes the lock of a dead holder; true when it is worth trying again at once. Only one process at a time may break a lock, and it
 * looks again once it may: otherwise the slower of two would remove the lock that the faster one has just taken.
 */
async function breakStale(lockPath: string, self: Holder): Promise<boolean> {
  if (!(await isStale(lockPath))) return false;
  const breaker = `${lockPath}.break`;
  if (!(await tryCreate(breaker, self))) {
    if (await isStale(breaker)) await rm(breaker, { force: true });
    return false;
  }
  try {
    if (await isStale(lockPath)) await rm(lockPath, { force: true });
    return true;
  } finally {
    await whileInUse(() => rm(breaker, { force: true }));
  }
}

/** A process that was killed while it asked for the lock leaves the file behind with which it asked, perhaps empty. */
async function removeTicketsOfTheDead(lockPath: string): Promise<void> {
  const names = await readdir(dirname(lockPath)).catch(() => []);
  for (const name of names) {
    const pid = name.startsWith(`${basename(lockPath)}.`) ? /\.(\d+)-[0-9a-f]{24}$/.exec(name)?.[1] : undefined;
    if (pid === undefined || isAlive(Number(pid))) continue;
    const ticket = join(dirname(lockPath), name);
    const holder = await readHolder(ticket);
    if (holder === undefined || holder.host === hostname()) await rm(ticket, { force: true });
  }
}

async function isStale(lockPath: string): Promise<boolean> {
  const holder = await readHolder(lockPath);
  if (holder !== undefined && holder.host === hostname()) {
    if (!isAlive(holder.pid)) return true;
  }
  try {
    return Date.now() - (await stat(lockPath)).mtimeMs > STALE_AFTER_MS;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not permitted means that there is such a process, of somebody else.
    return systemCode(error) === "EPERM";
  }
}

async function readHolder(lockPath: string): Promise<Holder | undefined> {
  const text = await readFile(lockPath, "utf8").catch(() => "");
  const object = readObject(parseJson(text));
  const [token, pid, host] = [readString(object?.["token"]), readNumber(object?.["pid"]), readString(object?.["host"])];
  return token === undefined || pid === undefined || host === undefined ? undefined : { token, pid, host };
}

async function busy(lockPath: string): Promise<ConfigError> {
  const holder = await readHolder(lockPath);
  const who = holder === undefined ? "another process" : `process ${holder.pid} on ${holder.host}`;
  return new ConfigError(`Cannot write: ${who} holds ${lockPath}.`, {
    code: "config_io",
    hint: "Try again; if no OpenClaw process is running, delete that file.",
  });
}
