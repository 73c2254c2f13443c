import { JobError, type ModelTarget, ToolkitError, type Warning } from "@openclaw/core";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { given } from "../../given.js";
import { downloadVideo, type PartialVideo } from "../../video/download.js";
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
  const partial = await findPartial(record);
  const video = await downloadVideo(job, { ...options, target, partial });
  const { mediaType, lengthBytes, etag, startBytes = 0 } = video;
  // Without a length nobody could tell later whether it is still the same file.
  if (lengthBytes !== undefined && startBytes === 0) {
    await append({ type: "receiving", atMs: Date.now(), mediaType, lengthBytes, ...given({ etag }) }).catch(() => undefined);
  }
  const file = await saveVideo(video, {
    ...record.output,
    temporaryName: temporaryName(record),
    continueAtBytes: startBytes,
    keepTemporary: (error) => lengthBytes !== undefined && isBroken(error),
    signal: options.signal,
    onBytes: options.onBytes,
    beforePublish: (written) => append({ type: "saving", atMs: Date.now(), ...written, mediaType }),
  });
  return { file, already: false };
}

/** What an earlier process has got of the file, where it can be gone on with (VID-1). */
async function findPartial(record: JobRecord): Promise<PartialVideo | undefined> {
  if (record.receiving === undefined) return undefined;
  const found = await stat(temporaryPath(record)).catch(() => undefined);
  return found?.isFile() === true && found.size > 0 ? { ...record.receiving, receivedBytes: found.size } : undefined;
}

/** The connection broke or the user left: what has arrived is good. */
function isBroken(error: unknown): boolean {
  if (error instanceof Error && error.name === "AbortError") return true;
  return ToolkitError.isInstance(error) && (error.code === "network_interrupted" || error.code.startsWith("timeout_"));
}

/** The same name on every try, so that a killed one leaves nothing behind for good. */
function temporaryName({ id }: JobRecord): string {
  return `.${id}.part`;
}

function temporaryPath(record: JobRecord): string {
  return join(resolveTarget(record.output, "video").folder, temporaryName(record));
}
