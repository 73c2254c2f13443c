import { type JobProgress, JobError, type ModelTarget } from "@openclaw/core";
import { readBytes, systemClock } from "@openclaw/core/internal";
import { createMediaFile, type MediaFile } from "../media-file.js";
import { listTargets } from "../options.js";
import { downloadVideo, MAX_VIDEO_BYTES } from "./download.js";
import { startVideo, type StartVideoOptions } from "./start.js";
import type { VideoJob } from "./video-job.js";
import type { VideoRequest } from "./video-request.js";
import { waitForVideo } from "./wait.js";

export interface GenerateVideoOptions extends StartVideoOptions {
  /** Between the first looks. Default 5 000; grows to 30 000. */
  readonly pollIntervalMs?: number | undefined;
  /** Told of every look at the job. */
  readonly onProgress?: ((progress: JobProgress) => void) | undefined;
  /** Told of the job right after it was accepted, and whenever its status changes: keep it, to go on after a crash. */
  readonly onJob?: ((job: VideoJob) => void | Promise<void>) | undefined;
  /** Default 1 GiB. The whole file is held in memory; `generateVideoFile` of `./node` streams to disk. */
  readonly maxBytes?: number | undefined;
}

/** The finished video and its job. */
export interface VideoResult {
  readonly file: MediaFile;
  /** With cost, status, and what had to be moved or left out. */
  readonly job: VideoJob;
  readonly durationMs: number;
}

/**
 * Makes a video: submits, waits, downloads (VID-1). For work that must survive a crash use `generateVideoFile` of `@openclaw/media/node`, or
 * keep the job that `onJob` brings.
 *
 * @throws what `startVideo`, `waitForVideo` and `downloadVideo` throw
 */
export async function generateVideo(request: VideoRequest, options: GenerateVideoOptions = {}): Promise<VideoResult> {
  const clock = options.clock ?? systemClock;
  const startedAtMs = clock.now();
  const started = await startVideo(request, options);
  await options.onJob?.(started);
  const target = targetOf(started, listTargets(request.target));
  const job = await waitForVideo(started, { ...options, target });
  const download = await downloadVideo(job, { ...options, target });
  const { bytes } = await readBytes(download.body, options.maxBytes ?? MAX_VIDEO_BYTES);
  return { file: createMediaFile(bytes, download.mediaType), job, durationMs: clock.now() - startedAtMs };
}

/** The target that has a job: the same model and endpoint, else any of the endpoint. @throws JobError `url_refused` */
export function targetOf(job: VideoJob, targets: readonly ModelTarget[]): ModelTarget {
  const own = targets.filter(({ endpoint }) => endpoint.baseUrl === job.baseUrl);
  const target = own.find(({ model }) => model.ref === job.model) ?? own[0];
  if (target !== undefined) return target;
  throw new JobError(`The job ${job.id} belongs to ${job.baseUrl}, and no target given has that endpoint.`, {
    code: "url_refused",
    jobId: job.id,
  });
}
