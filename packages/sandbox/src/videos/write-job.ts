import type { SandboxContext } from "../context.js";
import type { JobStatus, VideoJob } from "./job-store.js";

const UNKNOWN_POLLS = 2;
const OTHER_ORIGIN = "http://other-origin.invalid";
const ENDS: Partial<Record<string, JobStatus>> = { "job-failed": "failed", "job-expired": "expired", "job-cancelled": "cancelled" };
const WHY: Partial<Record<JobStatus, string>> = {
  failed: "The provider could not generate this video.",
  cancelled: "The job was cancelled.",
  expired: "The job expired before it was finished.",
};

/** Where a job stands after so many polls, by the clock and by its fault. A webhook's job does not wait for polls. */
export function jobStatus(job: VideoJob, sandbox: SandboxContext, ignorePolls = false): string {
  const { now, jobDurationMs } = sandbox.options;
  const waiting = (!ignorePolls && job.polls <= job.pollsWanted) || now() < job.createdAt + jobDurationMs;
  if (waiting || (job.file === undefined && job.error === undefined)) {
    if (job.fault?.name === "job-unknown-status" && job.polls <= UNKNOWN_POLLS) return job.fault.param || "queued";
    return job.polls <= 1 ? "pending" : "in_progress";
  }
  const end = ENDS[job.fault?.name ?? ""];
  if (end !== undefined) return end;
  return job.error === undefined ? "completed" : "failed";
}

/** The job object of `GET /videos/{id}`. */
export function writeJob(job: VideoJob, status: string, sandbox: SandboxContext): object {
  const content = `${contentOrigin(job, sandbox)}/api/v1/videos/${job.id}/content?index=0`;
  const why = job.error ?? WHY[status as JobStatus];
  return {
    id: job.id,
    generation_id: job.generationId,
    polling_url: pollingUrl(job, sandbox),
    status,
    ...(status === "completed" ? { unsigned_urls: [content], usage: { cost: job.costUsd, is_byok: false } } : {}),
    ...(why === undefined ? {} : { error: why }),
  };
}

export function pollingUrl(job: VideoJob, sandbox: SandboxContext): string {
  const origin = job.fault?.name === "wrong-origin-polling-url" ? otherOrigin(job.fault.param, sandbox) : job.origin;
  return `${origin}/api/v1/videos/${job.id}`;
}

function contentOrigin(job: VideoJob, sandbox: SandboxContext): string {
  return job.fault?.name === "foreign-unsigned-urls" ? otherOrigin(job.fault.param, sandbox) : job.origin;
}

/** The origin a fault sends a client to: its parameter, the option, or a name that never resolves. */
export function otherOrigin(param: string, sandbox: SandboxContext): string {
  return (param || sandbox.options.otherOrigin) ?? OTHER_ORIGIN;
}

export function isTerminal(status: string): status is "completed" | "failed" | "cancelled" | "expired" {
  return ["completed", "failed", "cancelled", "expired"].includes(status);
}
