import { JobError, type ModelTarget, ToolkitError, type Warning } from "@openclaw/core";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { downloadVideo } from "../../video/download.js";
import { type GenerateVideoOptions, targetOf } from "../../video/generate.js";
import { startVideo } from "../../video/start.js";
import type { VideoJob } from "../../video/video-job.js";
import { waitForVideo } from "../../video/wait.js";
import type { SavedFile } from "../save-images.js";
import { resolveTarget } from "../save-target.js";
import { saveVideo } from "../save-video.js";
import { isSame } from "./is-same.js";
import { readJobRecord, journalPath } from "./job-folder.js";
import type { JobRecord } from "./job-record.js";
import { appendRow } from "./journal.js";
import { codeOf, createJournalLog, messageOf } from "./journal-log.js";
import type { JobRow } from "./rows.js";
import { forgetRequest, loadRequest } from "./stored-request.js";

export interface RunJobOptions extends Omit<GenerateVideoOptions, "log" | "onJob"> {
  /** Told of the job's record whenever its journal has grown. */
  readonly onRecord?: ((record: JobRecord) => void) | undefined;
  /** Told how much of the file has arrived. */
  readonly onBytes?: ((receivedBytes: number) => void) | undefined;
}

/** The finished video on disk. */
export interface VideoFileResult {
  /** This toolkit's id of the job. */
  readonly id: string;
  readonly file: SavedFile;
  readonly job: VideoJob;
  readonly costUsd?: number;
  readonly record: JobRecord;
  readonly warnings: readonly Warning[];
}

interface Context {
  readonly folder: string;
  readonly targets: readonly ModelTarget[];
  readonly options: RunJobOptions;
}

/** Takes a claimed job from wherever it stands to its file: submits what was never sent, waits for what was, fetches what is finished (VID-5). */
export async function runJob(record: JobRecord, context: Context): Promise<VideoFileResult> {
  const { folder, targets, options } = context;
  const warnings: Warning[] = [];
  const append = async (row: JobRow): Promise<void> => {
    await appendRow(journalPath(folder, record.id), row);
    options.onRecord?.(await readJobRecord(folder, record.id, true));
  };
  const attempt = async (row: JobRow): Promise<void> => {
    await append(row).catch((error: unknown) => {
      warnings.push({ code: "journal_failed", message: `The journal could not be written: ${messageOf(error)}` });
    });
  };
  const job = record.job ?? (await submit(record, context, { append, warnings }));
  const target = targetOf(job, targets);
  const finished = await waitForVideo(job, {
    ...options,
    target,
    onJob: (seen) => attempt({ type: "seen", atMs: Date.now(), job: seen }),
  }).catch(async (error: unknown) => {
    if (ToolkitError.isInstance(error) && error.code === "job_failed") {
      await attempt({ type: "failed", atMs: Date.now(), code: codeOf(error), message: messageOf(error) });
    }
    throw error;
  });
  const { file, already } = await fetchFile(record, finished, { target, options, append });
  const { note, ...kept } = file;
  if (note !== undefined) warnings.push({ code: "other_name", message: note });
  const costUsd = finished.costUsd;
  await attempt({ type: "done", atMs: Date.now(), ...kept, ...(costUsd === undefined ? {} : { costUsd }) });
  await forgetRequest(folder, record.id);
  if (already) await rm(temporaryPath(record), { force: true });
  const done = await readJobRecord(folder, record.id, true);
  return { id: record.id, file, job: finished, ...(costUsd === undefined ? {} : { costUsd }), record: done, warnings };
}

async function submit(
  record: JobRecord,
  { folder, targets, options }: Context,
  state: { readonly append: (row: JobRow) => Promise<void>; readonly warnings: Warning[] },
): Promise<VideoJob> {
  const request = await loadRequest(folder, record.id);
  const log = createJournalLog(state.append, (warning) => state.warnings.push(warning));
  try {
    return await startVideo({ ...request, target: targets }, { ...options, log });
  } catch (error) {
    if (!ToolkitError.isInstance(error) || error.code !== "job_outcome_unknown") throw error;
    throw new JobError(error.message, {
      code: "job_outcome_unknown",
      jobId: record.id,
      cause: error,
      hint: `${error.hint ?? ""} To send it again, resume ${record.id} with force.`.trim(),
    });
  }
}

async function fetchFile(
  record: JobRecord,
  job: VideoJob,
  context: { readonly target: ModelTarget; readonly options: RunJobOptions; readonly append: (row: JobRow) => Promise<void> },
): Promise<{ readonly file: SavedFile; readonly already: boolean }> {
  // Killed between giving the file its name and writing that down: it is there already.
  if (record.file !== undefined && (await isSame(record.file))) return { file: record.file, already: true };
  const { target, options, append } = context;
  const video = await downloadVideo(job, { ...options, target });
  const { mediaType } = video;
  const file = await saveVideo(video, {
    ...record.output,
    temporaryName: temporaryName(record),
    signal: options.signal,
    onBytes: options.onBytes,
    beforePublish: (written) => append({ type: "saving", atMs: Date.now(), ...written, mediaType }),
  });
  return { file, already: false };
}

/** The same name on every try, so that a killed one leaves nothing behind for good. */
function temporaryName({ id }: JobRecord): string {
  return `.${id}.part`;
}

function temporaryPath(record: JobRecord): string {
  return join(resolveTarget(record.output, "video").folder, temporaryName(record));
}
