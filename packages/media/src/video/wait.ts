import { JobError, type JobProgress, type ModelTarget, ToolkitError, waitForJob } from "@openclaw/core";
import type { MediaOptions } from "../options.js";
import { getVideo } from "./get.js";
import { isFinal, refuseFailed, type VideoJob } from "./video-job.js";

/** Default limit of waiting for a video (as in OpenClaw). */
export const DEFAULT_VIDEO_TIMEOUT_MS = 600_000;

export interface WaitForVideoOptions extends MediaOptions {
  /** Endpoint and key; the model does not matter. */
  readonly target: ModelTarget;
  /** Between the first looks. Default 5 000; grows to 30 000. */
  readonly pollIntervalMs?: number | undefined;
  /** Limit of one look. Default 60 000. */
  readonly callMs?: number | undefined;
  /** Told of every look at the job. */
  readonly onProgress?: ((progress: JobProgress) => void) | undefined;
  /** Told of the job whenever a look brought something new. */
  readonly onJob?: ((job: VideoJob) => void | Promise<void>) | undefined;
}

/**
 * Waits until a job is completed (VID-1, VID-6). Passing failures of a look are survived, an unknown status is not final.
 *
 * @throws JobError `job_failed` for `failed`, `cancelled`, `expired`; `timeout_total` when the time is up, and the job goes on.
 */
export async function waitForVideo(job: VideoJob, options: WaitForVideoOptions): Promise<VideoJob> {
  if (isFinal(job.status)) {
    refuseFailed(job);
    return job;
  }
  const { target, clock, transport, random, signal, callMs, timeoutMs = DEFAULT_VIDEO_TIMEOUT_MS } = options;
  let last = job;
  const finished = await waitForJob<VideoJob>(
    async (pollSignal) => {
      const seen = await getVideo(last, { target, transport, clock, signal: pollSignal, callMs });
      if (seen.status !== last.status) await options.onJob?.(seen);
      last = seen;
      const { status } = seen;
      return isFinal(status) ? { done: true, value: seen, status } : { done: false, status };
    },
    { jobId: job.id, timeoutMs, intervalMs: options.pollIntervalMs, callMs, signal, clock, random, onPoll: options.onProgress },
  ).catch((error: unknown) => {
    if (!ToolkitError.isInstance(error)) throw error;
    if (error.code === "not_found") throw notFound(job, error);
    throw error.code === "timeout_total" ? outOfTime(job, timeoutMs, error) : error;
  });
  refuseFailed(finished);
  return finished;
}

function outOfTime(job: VideoJob, timeoutMs: number, cause: ToolkitError): JobError {
  return new JobError(`OpenRouter video generation timed out after ${timeoutMs}ms (job ${job.id}).`, {
    code: "timeout_total",
    jobId: job.id,
    retryable: true,
    cause,
    ...(cause.hint === undefined ? {} : { hint: cause.hint }),
  });
}

function notFound(job: VideoJob, cause: ToolkitError): JobError {
  return new JobError(`${job.baseUrl} does not know the job ${job.id}: ${cause.message}`, {
    code: "not_found",
    jobId: job.id,
    hint: "Check that the key is of the account that started it; finished jobs are kept for a limited time.",
    cause,
  });
}
