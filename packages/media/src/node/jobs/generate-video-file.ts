import { JobError } from "@openclaw/core";
import { rm } from "node:fs/promises";
import { listTargets } from "../../options.js";
import { given } from "../../given.js";
import { planVideo } from "../../video/plan.js";
import type { VideoRequest } from "../../video/video-request.js";
import { checkOutput, type SaveTarget } from "../save-target.js";
import { claimJob } from "./claim.js";
import { doneElsewhere } from "./done-elsewhere.js";
import { jobFolder, journalPath, makeJobFolder, makeJobId, readJobRecord } from "./job-folder.js";
import { appendRow } from "./journal.js";
import { findJob, type JobStoreOptions } from "./list.js";
import { isSame } from "./is-same.js";
import { runJob, type RunJobOptions, type VideoFileResult } from "./run-job.js";
import { storedOutput } from "./stored-output.js";
import { forgetRequest, storeRequest } from "./stored-request.js";
import type { JobRecord } from "./job-record.js";
import { findOpenJobs, hasItsFile, repeatedJob } from "./open-jobs.js";
import { requestDigest } from "./request-digest.js";
import type { MediaTargets } from "../../options.js";

export interface GenerateVideoFileOptions extends RunJobOptions, JobStoreOptions {
  /** Where the file goes. Default: `video-1.mp4` in the current folder, or the next free number. */
  readonly output?: SaveTarget | undefined;
  /** Buy it although the outcome of the same request is unknown and it may have been billed. Default false. */
  readonly force?: boolean | undefined;
  /** A word of the caller's own that stays with the job, such as what it belongs to; the record gives it back in any process. */
  readonly label?: string | undefined;
}

/**
 * Makes a video and saves it, so that a process which dies at any moment loses nothing and buys nothing twice (VID-5): the intent is on disk
 * before the paid request, the job id right after it, and `resumeJob` goes on from there in any process.
 *
 * The same wish, asked again after such a death, goes on with the job that was submitted, or is refused where nobody knows whether it was;
 * only `force` buys again.
 *
 * Whether the file can be saved is found out first: an output that is in the way or a folder that cannot be written costs nothing.
 *
 * @throws ToolkitError `file_io`, RequestError: before anything is sent; then what `startVideo`, `waitForVideo`, `downloadVideo` throw. The
 *   job stays in the journal.
 */
export async function generateVideoFile(request: VideoRequest, options: GenerateVideoFileOptions): Promise<VideoFileResult> {
  const targets = listTargets(request.target);
  const [first] = targets;
  if (first === undefined) throw new RangeError("At least one target is needed.");
  planVideo(first, { ...request, strict: false });
  const output = storedOutput(options.output ?? {});
  const digest = requestDigest("video", first, request);
  const open = await findOpenJobs(jobFolder(options.stateDir), digest);
  const submitted = open.find(({ state }) => state === "submitted");
  // Whatever fails from here: what is paid for goes on.
  if (submitted !== undefined) options.onRecord?.(submitted);
  // Killed between giving the file its name and writing that down, it is in nobody's way.
  if (!(await hasItsFile(submitted))) await checkOutput(output, "mp4");
  const folder = await makeJobFolder(options.stateDir);
  if (submitted !== undefined) return goOn(submitted, { ...options, target: targets, output });
  const [unknown] = open;
  if (unknown !== undefined && options.force !== true) throw repeatedJob(unknown);
  const id = makeJobId(Date.now());
  const claim = await claimJob(folder, id);
  try {
    for (const old of open) await appendRow(journalPath(folder, old.id), { type: "cancelled", atMs: Date.now() });
    await storeRequest(folder, id, request);
    const prompt = (request.prompt ?? "").slice(0, 200);
    await appendRow(journalPath(folder, id), {
      type: "intent",
      atMs: Date.now(),
      version: 1,
      id,
      model: first.model.ref,
      prompt,
      output,
      digest,
      ...given({ label: options.label }),
    });
    const record = await readJobRecord(folder, id, true);
    options.onRecord?.(record);
    return await runJob(record, { folder, targets, options });
  } catch (error) {
    await forgetUnsent(folder, id);
    throw error;
  } finally {
    await claim.release();
  }
}

/** The same wish was submitted by a process that is gone: it is paid for, and only its file is missing. */
async function goOn({ id, sentAtMs }: JobRecord, options: ResumeJobOptions): Promise<VideoFileResult> {
  const result = await resumeJob(id, { ...options, force: false });
  const at = sentAtMs === undefined ? "earlier" : `at ${new Date(sentAtMs).toISOString()}`;
  const message = `The same video was submitted ${at} (${id}): that job was gone on with, and nothing was bought again.`;
  return { ...result, warnings: [{ code: "job_continued", message }, ...result.warnings] };
}

/** A request that was refused before anything was sent leaves no job behind. */
async function forgetUnsent(folder: string, id: string): Promise<void> {
  const record = await readJobRecord(folder, id, true).catch(() => undefined);
  if (record !== undefined && (record.state !== "prepared" || record.sentAtMs !== undefined)) return;
  await rm(journalPath(folder, id), { force: true });
  await forgetRequest(folder, id);
}

export interface ResumeJobOptions extends RunJobOptions, JobStoreOptions {
  /** Endpoint and key; more than one where a job that was never sent may go to any of them. */
  readonly target: MediaTargets;
  /** Another place than at the start. */
  readonly output?: SaveTarget | undefined;
  /** Send again what may have been bought already, go on with what was given up, replace what is in the way. */
  readonly force?: boolean | undefined;
}

/**
 * Goes on with a job, in this or any other process (VID-5): sends what was never sent, waits for and fetches what was, returns at once what is
 * done. What may have been bought is not sent again without `force`.
 *
 * @throws JobError `job_outcome_unknown` with the time and what to do; `limit_reached` while another process works on it; `job_failed`
 */
export async function resumeJob(id: string, options: ResumeJobOptions): Promise<VideoFileResult> {
  const found = await findJob(id, options);
  const folder = await makeJobFolder(options.stateDir);
  const claim = await claimJob(folder, found.id);
  try {
    // Read again now that nobody else can change it. Whoever held it before is gone.
    const record = withOutput(await readJobRecord(folder, found.id, false), options);
    const targets = listTargets(options.target);
    if (record.state === "done" && record.job !== undefined && record.file !== undefined && (await isSame(record.file))) {
      return {
        id: record.id,
        file: record.file,
        job: record.job,
        ...(record.costUsd === undefined ? {} : { costUsd: record.costUsd }),
        record,
        warnings: doneElsewhere(record, [record.file], options.output),
      };
    }
    refuseUnforced(record, options.force === true);
    // A job that failed has no video to wait for: only sending it anew helps.
    const { job, ...rest } = record;
    const again = record.state === "failed" || job === undefined ? rest : record;
    return await runJob(again, { folder, targets, options });
  } finally {
    await claim.release();
  }
}

function refuseUnforced(record: JobRecord, force: boolean): void {
  if (force) return;
  const { id, state, advice, error, sentAtMs } = record;
  const at = sentAtMs === undefined ? "" : ` at ${new Date(sentAtMs).toISOString()}`;
  if (state === "outcome-unknown") {
    throw new JobError(`The outcome of job ${id} is unknown: it was sent${at} and its answer was never seen. It was not sent again.`, {
      code: "job_outcome_unknown",
      jobId: id,
      hint: advice ?? "Look at https://openrouter.ai/activity; resume with force to send it again.",
    });
  }
  if (state === "failed") {
    throw new JobError(error?.message ?? `The job ${id} failed.`, {
      code: "job_failed",
      jobId: id,
      hint: "Resume it with force to send it anew.",
    });
  }
  if (state === "cancelled") {
    throw new JobError(`The job ${id} was given up here.`, {
      code: "input_invalid",
      jobId: id,
      hint: "Resume it with force to go on after all.",
    });
  }
}

function withOutput(record: JobRecord, { output, force }: ResumeJobOptions): JobRecord {
  const chosen = output === undefined ? record.output : storedOutput(output);
  return { ...record, output: force === true ? { ...chosen, force: true } : chosen };
}
