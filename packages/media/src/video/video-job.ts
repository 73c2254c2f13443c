import { JobError, type ModelTarget, type Warning } from "@openclaw/core";
import type { IgnoredOverride, Normalization } from "../normalization.js";

/**
 * A paid video job, as plain JSON: another process can go on with it (VID-5). It holds no key; whoever goes on needs one for the same
 * endpoint.
 */
export interface VideoJob {
  readonly id: string;
  /** Ref of the model. */
  readonly model: string;
  /** The endpoint that has the job. */
  readonly baseUrl: string;
  /** As last seen: `pending`, `in_progress`, `completed`, `failed`, `cancelled`, `expired`, or whatever the provider says. */
  readonly status: string;
  /** Milliseconds since 1970. */
  readonly submittedAtMs: number;
  readonly pollingUrl?: string;
  readonly generationId?: string;
  /** Where the finished files lie, as the provider says it. */
  readonly fileUrls?: readonly string[];
  /** As billed; once known. */
  readonly costUsd?: number;
  /** Why it failed. */
  readonly error?: string;
  readonly normalization?: Normalization;
  readonly ignoredOverrides?: readonly IgnoredOverride[];
  readonly warnings?: readonly Warning[];
}

const FAILED: ReadonlySet<string> = new Set(["failed", "cancelled", "canceled", "expired"]);

/** A status this toolkit does not know is not final: the job goes on (VID-6). */
export function isFinal(status: string): boolean {
  return status === "completed" || FAILED.has(status);
}

/** @throws JobError `job_failed` when the job ended without a video. */
export function refuseFailed(job: VideoJob): void {
  if (!FAILED.has(job.status)) return;
  throw new JobError(job.error ?? `OpenRouter video generation ${job.status}`, {
    code: "job_failed",
    jobId: job.id,
    status: job.status,
    hint:
      job.status === "expired"
        ? "The provider has deleted it; it has to be made again."
        : "Failed jobs are not billed; it can be asked for again.",
  });
}

/** @throws JobError `url_refused` when the job belongs to another endpoint than the one whose key is at hand (KEY-6). */
export function refuseForeign(job: Pick<VideoJob, "id" | "baseUrl">, target: Pick<ModelTarget, "endpoint">): void {
  if (job.baseUrl === target.endpoint.baseUrl) return;
  throw new JobError(`The job ${job.id} belongs to ${job.baseUrl}, not to ${target.endpoint.baseUrl}.`, {
    code: "url_refused",
    jobId: job.id,
    hint: "Use the base URL and key that it was started with.",
  });
}
