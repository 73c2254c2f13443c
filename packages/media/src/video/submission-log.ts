import type { ModelTarget } from "@openclaw/core";
import type { VideoPlan } from "./plan.js";
import type { VideoJob } from "./video-job.js";

/**
 * Told of a paid submission before and after it happens; each step is waited for, so that it can be made durable first (VID-5). The journal
 * of `@openclaw/media/node` is one.
 */
export interface SubmissionLog {
  /** The next thing that happens is the paid request. */
  sending(plan: VideoPlan, target: ModelTarget): Promise<void>;
  /** It was accepted and is paid for. */
  accepted(job: VideoJob): Promise<void>;
  /** It certainly cost nothing: refused, or never sent. */
  refused(error: unknown): Promise<void>;
  /** Nobody knows. */
  unknown(error: unknown): Promise<void>;
}
