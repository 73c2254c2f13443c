import { JobError } from "@openclaw/core";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isClaimed } from "./claim.js";
import { isSame } from "./is-same.js";
import { listJobIds, readJobRecord } from "./job-folder.js";
import type { JobRecord, JobState } from "./job-record.js";

const OPEN: ReadonlySet<JobState> = new Set(["outcome-unknown", "submitted", "partial", "received"]);

/** The jobs of the same wish that were paid for, or may have been, and that nobody works on: what a repeated command must not buy again (VID-5). */
export async function findOpenJobs(folder: string, digest: string): Promise<readonly JobRecord[]> {
  const found: JobRecord[] = [];
  for (const id of await listJobIds(folder)) {
    const record = await readJobRecord(folder, id, false).catch(() => undefined);
    if (record?.digest !== digest || !OPEN.has(record.state)) continue;
    if (!(await isClaimed(folder, id))) found.push(record);
  }
  return found;
}

/** True when a file that the job has given a name is there, byte for byte. */
export async function hasItsFile(record: JobRecord | undefined): Promise<boolean> {
  for (const file of record?.files ?? []) if (await isSame(file)) return true;
  return false;
}

/** Says that what is asked for may have been bought already, when, and what to do. */
export function repeatedJob({ id, kind, sentAtMs }: JobRecord): JobError {
  const at = sentAtMs === undefined ? "" : ` at ${new Date(sentAtMs).toISOString()}`;
  return new JobError(
    `The same ${kind} was asked for${at}, and its answer was never seen (${id}): it may have been billed. It was not asked for again.`,
    {
      code: "job_outcome_unknown",
      jobId: id,
      hint: "Look at https://openrouter.ai/activity around that time; to buy it again, repeat this with force.",
    },
  );
}

const KEPT_JOBS = 200;

/** Journals of finished jobs go when there are many newer ones: a picture needs none once it is in its place. */
export async function pruneJobs(folder: string): Promise<void> {
  const ids = (await listJobIds(folder)).slice(KEPT_JOBS);
  if (ids.length === 0) return;
  const names = await readdir(folder);
  for (const id of ids) {
    const record = await readJobRecord(folder, id, false).catch(() => undefined);
    // Pieces of what nobody went on with are worth little after so much else.
    if (record === undefined || (OPEN.has(record.state) && record.state !== "partial")) continue;
    await Promise.all(
      names.filter((name) => name.startsWith(`${id}.`)).map((name) => rm(join(folder, name), { recursive: true, force: true })),
    );
  }
}
