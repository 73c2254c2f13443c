import { JobError } from "@openclaw/core";
import { appendRow } from "./journal.js";
import { jobFolder, journalPath, listJobIds, readJobRecord, unknownJob } from "./job-folder.js";
import type { JobRecord } from "./job-record.js";
import type { JobKind } from "./rows.js";

export interface JobStoreOptions {
  /** Where this toolkit keeps its state; the journals lie in `jobs` below it. */
  readonly stateDir: string;
  /** Default `video`. */
  readonly kind?: JobKind | undefined;
}

/** All jobs of a kind that were started from this state folder, newest first (VID-5). A journal that cannot be read is left out. */
export async function listJobs({ stateDir, kind }: JobStoreOptions): Promise<readonly JobRecord[]> {
  const folder = jobFolder(stateDir, kind);
  const records = await Promise.all((await listJobIds(folder)).map((id) => readJobRecord(folder, id).catch(() => undefined)));
  return records.filter((record) => record !== undefined);
}

/**
 * One job: by this toolkit's id, an unambiguous beginning or end of it, or the provider's job id.
 *
 * @throws JobError `not_found`, or `input_invalid` when several fit
 */
export async function findJob(id: string, options: JobStoreOptions): Promise<JobRecord> {
  const records = await listJobs(options);
  const exact = records.find((record) => record.id === id || record.job?.id === id);
  if (exact !== undefined) return exact;
  const like = id === "" ? [] : records.filter((record) => record.id.startsWith(id) || record.id.endsWith(id));
  if (like.length > 1) {
    throw new JobError(
      `${like.length} jobs fit ${JSON.stringify(id)}: ${like
        .slice(0, 5)
        .map((record) => record.id)
        .join(", ")}.`,
      { code: "input_invalid" },
    );
  }
  const [found] = like;
  if (found === undefined) throw unknownJob(id, options.kind ?? "video");
  return found;
}

/**
 * Gives a job up on this side. OpenRouter has no way to cancel one: it may still finish there and be billed, which the record's `advice`
 * says. Finished jobs stay as they are. It can be resumed with `force`.
 */
export async function cancelJob(id: string, options: JobStoreOptions): Promise<JobRecord> {
  const record = await findJob(id, options);
  if (record.state === "done" || record.state === "failed" || record.state === "cancelled") return record;
  const folder = jobFolder(options.stateDir, options.kind);
  await appendRow(journalPath(folder, record.id), { type: "cancelled", atMs: Date.now() });
  return readJobRecord(folder, record.id);
}
