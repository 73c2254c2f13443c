import { JobError, type ModelTarget, runWithFailover, type Warning } from "@openclaw/core";
import { systemClock } from "@openclaw/core/internal";
import { given } from "../given.js";
import { callDeadline, listTargets, type MediaOptions } from "../options.js";
import { runPaidCall } from "../paid-steps.js";
import { renameExhausted } from "../rename-exhausted.js";
import { askForJob } from "./ask-for-job.js";
import { checkCost, checkCostLimit, type CostLimit } from "./check-cost.js";
import { checkVideoRequest } from "./check-request.js";
import { planVideo, type VideoPlan } from "./plan.js";
import { DEFAULT_VIDEO_TIMEOUT_MS } from "./wait.js";
import type { SubmissionLog } from "./submission-log.js";
import type { VideoJob } from "./video-job.js";
import type { VideoRequest } from "./video-request.js";
import type { VideoJobFacts } from "./wire/read-video-job.js";

export interface StartVideoOptions extends MediaOptions {
  /** Told before and after the paid request. */
  readonly log?: SubmissionLog | undefined;
  /** Told what will be sent, and what had to be moved for it, before it is sent (VID-3). */
  readonly onPlan?: ((plan: VideoPlan, target: ModelTarget) => void) | undefined;
  /**
   * A video that may cost more than this, or whose price is not listed, is not ordered; 0 lets only what is free. A function is asked right
   * before each order, and `onPlan` is told in the same moment, so that several orders can share one sum. Default: no limit.
   */
  readonly maxCostUsd?: CostLimit | undefined;
  /** Limit of the submission alone. Default 60 000. */
  readonly submitMs?: number | undefined;
}

/**
 * Submits a video and returns its job at once (VID-1). Candidates are tried in order while a failure has certainly cost nothing; a
 * submission that may have been accepted is never sent again by itself (NET-3, VID-5).
 *
 * @returns a plain JSON handle: keep it, and `waitForVideo` and `downloadVideo` can go on in another process
 * @throws RequestError before anything is sent, `limit_reached` where `maxCostUsd` does not allow it; ApiError and NetworkError of the
 *   candidate; JobError `job_outcome_unknown`
 */
export async function startVideo(request: VideoRequest, options: StartVideoOptions = {}): Promise<VideoJob> {
  checkVideoRequest(request);
  checkCostLimit(options.maxCostUsd);
  const { clock = systemClock, random, signal, failover: policy, circuits, timeoutMs = DEFAULT_VIDEO_TIMEOUT_MS } = options;
  // One submission keeps its own limit: cut short, nobody would know whether it was bought.
  const deadline = callDeadline(timeoutMs, clock.now());
  const walk = { targets: listTargets(request.target), policy, circuits, use: "video", clock, random, signal, ...deadline };
  const { value } = await runWithFailover(walk, (target) => submit(request, target, options)).catch((error: unknown) => {
    throw renameExhausted(error, "video generation models");
  });
  return value;
}

/** Looks up what the model takes, and shapes the request for it. */
export async function planVideoFor(
  target: ModelTarget,
  request: Omit<VideoRequest, "target">,
  options: Pick<MediaOptions, "catalog">,
): Promise<VideoPlan> {
  const { row, warning } = (await options.catalog?.findVideoModel(target)) ?? {};
  const planned = planVideo(target, request, { row });
  return warning === undefined ? planned : { ...planned, warnings: [warning, ...planned.warnings] };
}

async function submit(request: VideoRequest, target: ModelTarget, options: StartVideoOptions): Promise<VideoJob> {
  const { clock = systemClock, signal, log, transport } = options;
  const planned = await planVideoFor(target, request, options);
  checkCost(planned, target, options.maxCostUsd);
  options.onPlan?.(planned, target);
  const steps = log && {
    sending: () => log.sending(planned, target),
    answered: (job: VideoJob) => log.accepted(job),
    refused: (error: unknown) => log.refused(error),
    failed: (error: unknown) => log.unknown(error),
    unknown: (error: unknown) => log.unknown(error),
  };
  return runPaidCall(
    async (watched) => {
      const sentAtMs = clock.now();
      const facts = await askForJob(planned.plan, target, { transport: watched, clock, signal, totalMs: options.submitMs ?? 60_000 });
      return toJob(facts, { target, planned, sentAtMs });
    },
    { target, what: "video", clock, transport, steps },
  );
}

function toJob(
  { id, ...seen }: VideoJobFacts,
  facts: { readonly target: ModelTarget; readonly planned: VideoPlan; readonly sentAtMs: number },
): VideoJob {
  const { target, planned, sentAtMs } = facts;
  if (id === undefined) {
    throw new JobError("OpenRouter video generation response missing job details", {
      code: "job_outcome_unknown",
      hint: "A job may be running and billed: look at https://openrouter.ai/activity before asking again.",
    });
  }
  const warnings: readonly Warning[] = planned.warnings;
  return {
    id,
    model: target.model.ref,
    baseUrl: target.endpoint.baseUrl,
    submittedAtMs: sentAtMs,
    ...seen,
    ...given({
      normalization: nonEmpty(planned.normalization),
      ignoredOverrides: planned.ignoredOverrides.length === 0 ? undefined : planned.ignoredOverrides,
      warnings: warnings.length === 0 ? undefined : warnings,
    }),
  };
}

function nonEmpty<Value extends object>(value: Value): Value | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}
