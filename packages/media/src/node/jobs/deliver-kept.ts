import { JobError, type Warning } from "@openclaw/core";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { MediaFile } from "../../media-file.js";
import { type SavedFile, saveImages } from "../save-images.js";
import type { SaveTarget } from "../save-target.js";
import { claimJob } from "./claim.js";
import { doneElsewhere } from "./done-elsewhere.js";
import { isSame } from "./is-same.js";
import { journalPath, makeJobFolder, readJobRecord } from "./job-folder.js";
import type { JobRecord } from "./job-record.js";
import { appendRow } from "./journal.js";
import { messageOf } from "./journal-log.js";
import { forgetKeptFiles, readKeptFiles } from "./kept-answers.js";
import { findJob, type JobStoreOptions } from "./list.js";
import type { JobKind } from "./rows.js";
import { forgetRequest } from "./stored-request.js";
import { storedOutput } from "./stored-output.js";

/** Kept files in their place. */
export interface DeliveredFiles {
  readonly record: JobRecord;
  readonly saved: readonly SavedFile[];
  readonly files: readonly MediaFile[];
  readonly warnings: readonly Warning[];
}

export interface DeliverJobOptions extends JobStoreOptions {
  readonly kind: Exclude<JobKind, "video">;
  /** Another place than at the start. */
  readonly output?: SaveTarget | undefined;
}

/**
 * Puts the files of an image, music or speech job that was paid for in their place, in any process (VID-5): after a kill, a full disk, a folder that was
 * refused. Asks nobody and buys nothing.
 *
 * @throws JobError `job_outcome_unknown` with the time when no answer was seen; `job_failed`; `input_invalid` when nothing was bought; ToolkitError
 *   `file_io`, and the files stay kept
 */
export async function deliverJob(id: string, options: DeliverJobOptions): Promise<DeliveredFiles> {
  const found = await findJob(id, options);
  return deliverKept(found.id, options);
}

/** The same by the whole id; with `claimed` the caller holds the job, and with `files` it has them in memory. */
export async function deliverKept(
  id: string,
  options: DeliverJobOptions & {
    readonly claimed?: boolean;
    readonly files?: readonly MediaFile[];
    readonly onRecord?: ((record: JobRecord) => void) | undefined;
  },
): Promise<DeliveredFiles> {
  const folder = await makeJobFolder(options.stateDir, options.kind);
  const claim = options.claimed === true ? undefined : await claimJob(folder, id);
  try {
    const record = await readJobRecord(folder, id, false);
    const already = record.files ?? [];
    if (record.state === "done" && already.length > 0 && (await Promise.all(already.map(isSame))).every(Boolean)) {
      return { record, saved: already, files: [], warnings: doneElsewhere(record, already, options.output) };
    }
    const files = options.files ?? (await readKeptFiles(folder, id, refuseUndelivered(record)));
    const output = options.output === undefined ? record.output : storedOutput(options.output);
    const saved = await saveImages(await missing(files, record), {
      ...output,
      fallbackName: record.kind,
      temporaryName: (index) => temporaryName(id, index),
      beforePublish: (file) => appendRow(journalPath(folder, id), { type: "saving", atMs: Date.now(), ...file }).catch(() => undefined),
    });
    await clearUp(id, record.files ?? []);
    const warnings: Warning[] = saved.flatMap(({ note }) => (note === undefined ? [] : [{ code: "other_name", message: note }]));
    const all = [...(await stillThere(already)), ...saved.map(({ note: _note, ...file }) => file)];
    const answers = record.kept ?? [];
    const costs = answers.flatMap(({ costUsd }) => costUsd ?? []);
    const costUsd = costs.length === 0 ? {} : { costUsd: costs.reduce((sum, cost) => sum + cost, 0) };
    const generationIds = answers.flatMap(({ generationId }) => generationId ?? []);
    // They are in their place: a journal that fails now is told, and the work is done.
    await appendRow(journalPath(folder, id), { type: "delivered", atMs: Date.now(), files: all, generationIds, ...costUsd }).then(
      async () => {
        await forgetKeptFiles(folder, id);
        await forgetRequest(folder, id);
      },
      (error: unknown) => warnings.push({ code: "journal_failed", message: `The journal could not be written: ${messageOf(error)}` }),
    );
    const done = await readJobRecord(folder, id, true).catch(() => record);
    options.onRecord?.(done);
    return { record: { ...done, ...(record.kept === undefined ? {} : { kept: record.kept }) }, saved: all, files, warnings };
  } finally {
    await claim?.release();
  }
}

/** The same name on every try, so that a killed one leaves nothing behind for good. */
function temporaryName(id: string, index: number): string {
  return `.${id}-${index}.part`;
}

async function clearUp(id: string, earlier: readonly SavedFile[]): Promise<void> {
  for (const [index, { path }] of earlier.entries()) await rm(join(dirname(path), temporaryName(id, index)), { force: true });
}

function refuseUndelivered(record: JobRecord): NonNullable<JobRecord["kept"]> {
  const { id, kept, state, advice, error, sentAtMs } = record;
  if (kept !== undefined && kept.length > 0) return kept;
  const at = sentAtMs === undefined ? "" : ` at ${new Date(sentAtMs).toISOString()}`;
  if (state === "outcome-unknown") {
    throw new JobError(`The outcome of job ${id} is unknown: it was sent${at} and its answer was never seen.`, {
      code: "job_outcome_unknown",
      jobId: id,
      ...(advice === undefined ? {} : { hint: advice }),
    });
  }
  const message =
    state === "failed" ? (error?.message ?? `The job ${id} failed.`) : `The job ${id} is ${state}: there is nothing to put in its place.`;
  throw new JobError(message, { code: state === "failed" ? "job_failed" : "input_invalid", jobId: id });
}

/** Killed between giving a file its name and writing that down: what is there already is not written again. */
async function missing(files: readonly MediaFile[], record: JobRecord): Promise<readonly MediaFile[]> {
  const there = await stillThere(record.files ?? []);
  if (there.length === 0) return files;
  const names = new Set(there.map(({ sha256 }) => sha256));
  const kept = (record.kept ?? []).flatMap((answer) => answer.files);
  return files.filter((_, index) => !names.has(kept[index]?.sha256 ?? ""));
}

async function stillThere(files: readonly SavedFile[]): Promise<readonly SavedFile[]> {
  const same = await Promise.all(files.map(isSame));
  return files.filter((_, index) => same[index]);
}
