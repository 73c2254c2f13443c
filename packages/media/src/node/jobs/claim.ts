import { JobError } from "@openclaw/core";
import { parseJson, readNumber, readObject, readString } from "@openclaw/core/internal";
import { whileInUse } from "@openclaw/core/internal/node";
import { randomUUID } from "node:crypto";
import { constants, copyFile, link, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describeStateError } from "../file-error.js";

/** Held by the one process that works on a job, so that no two send it. */
export interface Claim {
  release(): Promise<void>;
}

/**
 * Takes a job for this process (VID-5). Claims are numbered files that appear whole; a new one may follow only when the one before is released
 * or belongs to a process that is gone, and numbers never go down: of several processes that find a dead one, exactly one goes on.
 *
 * @throws JobError `limit_reached` when a living process holds it; ToolkitError `file_io`
 */
export async function claimJob(folder: string, id: string): Promise<Claim> {
  const temporary = join(folder, `.${id}.${randomUUID()}.claim`);
  try {
    await writeFile(temporary, JSON.stringify(await describeProcess(process.pid)), { mode: 0o600 });
    for (;;) {
      const last = await lastClaim(folder, id);
      if (last !== undefined && (await isAlive(last.text))) throw held(id, last.text);
      const number = (last?.number ?? 0) + 1;
      if (!(await place(temporary, claimPath(folder, id, number)))) continue;
      for (let old = number - 1; old > number - 4 && old > 0; old -= 1) await rm(claimPath(folder, id, old), { force: true });
      return { release: () => release(claimPath(folder, id, number)) };
    }
  } catch (error) {
    throw describeStateError(error, "written", temporary);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** False when another process was faster. */
async function place(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "EOPNOTSUPP" && code !== "ENOSYS") throw error;
    // A file system without links: exclusive, though for a moment empty.
    return copyFile(temporary, path, constants.COPYFILE_EXCL).then(
      () => true,
      (failure: NodeJS.ErrnoException) => {
        if (failure.code === "EEXIST") return false;
        throw failure;
      },
    );
  }
}

async function release(path: string): Promise<void> {
  const released = `${path}.released`;
  // Best effort: the process that ends releases it anyway.
  await writeFile(released, "{}", { mode: 0o600 })
    .then(() => whileInUse(() => rename(released, path)))
    .catch(() => undefined);
}

/** Takes away what is left of the claims of a job that is there no more. */
export async function forgetClaims(folder: string, id: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.filter((name) => name.startsWith(`${id}.claim-`)).map((name) => rm(join(folder, name), { force: true }).catch(() => undefined)),
  );
}

/** True when a living process works on the job. */
export async function isClaimed(folder: string, id: string): Promise<boolean> {
  const last = await lastClaim(folder, id);
  return last !== undefined && (await isAlive(last.text));
}

function claimPath(folder: string, id: string, number: number): string {
  return join(folder, `${id}.claim-${number}`);
}

async function lastClaim(folder: string, id: string): Promise<{ readonly number: number; readonly text: string } | undefined> {
  const prefix = `${id}.claim-`;
  for (;;) {
    const numbers = (await readdir(folder)).filter((name) => name.startsWith(prefix)).map((name) => Number(name.slice(prefix.length)));
    const number = Math.max(0, ...numbers.filter(Number.isInteger));
    if (number === 0) return undefined;
    const text = await readFile(claimPath(folder, id, number), "utf8").catch(() => undefined);
    // Cleared up because a higher one has come: look again.
    if (text !== undefined) return { number, text };
  }
}

interface ProcessMark {
  readonly pid: number;
  readonly host: string;
  /** Changes when the number is given to another process, or the machine starts anew. */
  readonly start?: string;
}

async function describeProcess(pid: number): Promise<ProcessMark> {
  const start = await processStart(pid);
  return { pid, host: hostname(), ...(start === undefined ? {} : { start }) };
}

async function isAlive(text: string): Promise<boolean> {
  const mark = readObject(parseJson(text));
  const pid = readNumber(mark?.["pid"]);
  // Released.
  if (pid === undefined) return false;
  // Of another machine nothing can be seen from here.
  if (readString(mark?.["host"]) !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const start = readString(mark?.["start"]);
  return start === undefined || start === (await processStart(pid));
}

/** Linux only; elsewhere the number alone has to do. */
async function processStart(pid: number): Promise<string | undefined> {
  try {
    const [stat, boot] = await Promise.all([readFile(`/proc/${pid}/stat`, "utf8"), readFile("/proc/sys/kernel/random/boot_id", "utf8")]);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A zombie is gone in all but name.
    return fields[0] === "Z" ? "gone" : `${boot.trim()}:${fields[19] ?? ""}`;
  } catch {
    return undefined;
  }
}

function held(id: string, text: string): JobError {
  const pid = readNumber(readObject(parseJson(text))?.["pid"]) ?? "unknown";
  return new JobError(`The job ${id} is being worked on by process ${pid}.`, {
    code: "limit_reached",
    hint: "Wait for it, or end that process and resume the job.",
  });
}
