import { JobError } from "@openclaw/core";
import { makeFolder } from "@openclaw/core/internal/node";
import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { describeStateError } from "../file-error.js";
import { isClaimed } from "./claim.js";
import { foldRows, type JobRecord } from "./job-record.js";
import { readRows } from "./journal.js";
import type { JobKind } from "./rows.js";

/** Where the journals of a kind lie: `<stateDir>/jobs/video`. */
export function jobFolder(stateDir: string, kind: JobKind = "video"): string {
  return join(stateDir, "jobs", kind);
}

export function journalPath(folder: string, id: string): string {
  return join(folder, `${id}.jsonl`);
}

/** The answers of a job that have not reached their place, beside its journal. */
export function answerFolder(folder: string, id: string): string {
  return join(folder, `${id}.answer`);
}

/** The request, whole, beside its journal: so that what was never sent can still be sent. */
export function requestPath(folder: string, id: string): string {
  return join(folder, `${id}.request.json`);
}

/** Makes the folder, closed to others. @throws ToolkitError `file_io` */
export async function makeJobFolder(stateDir: string, kind: JobKind = "video"): Promise<string> {
  const folder = jobFolder(stateDir, kind);
  try {
    await makeFolder(folder, 0o700);
  } catch (error) {
    throw describeStateError(error, "made", folder);
  }
  return folder;
}

/** Sorts by time: `video-20261122-194530-4f2a9c`. */
export function makeJobId(nowMs: number, kind: JobKind = "video"): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${kind}-${stamp}-${randomBytes(3).toString("hex")}`;
}

/** Reads one job. @throws JobError `not_found` */
export async function readJobRecord(folder: string, id: string, busy?: boolean): Promise<JobRecord> {
  const rows = await readRows(journalPath(folder, id)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw describeStateError(error, "read", journalPath(folder, id));
  });
  const record = foldRows(rows, busy ?? (await isClaimed(folder, id)));
  if (record === undefined) throw unknownJob(id, basename(folder));
  return record;
}

/** The ids of all journals, newest first. */
export async function listJobIds(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    throw describeStateError(error, "read", folder);
  });
  return names
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => name.slice(0, -".jsonl".length))
    .sort()
    .reverse();
}

export function unknownJob(id: string, kind: string): JobError {
  return new JobError(`There is no job ${JSON.stringify(id.slice(0, 80))} here.`, {
    code: "not_found",
    jobId: id,
    hint: `See the ${kind} jobs with listJobs.`,
  });
}
