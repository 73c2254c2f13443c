import type { ResolvedTargets } from "@openclaw/config";
import { createMediaCatalog, type VideoPrice, type VideoRequest } from "@openclaw/media";
import { generateVideoFile, resumeJob, type RunJobOptions, type SaveTarget, type VideoFileResult } from "@openclaw/media/node";
import type { Context } from "../../context.js";
import { logSpending } from "../../usage/log-usage.js";
import { shownPrice } from "../../output/amounts.js";
import { createProgress, type ProgressState } from "../../output/progress.js";
import { withJobFolder } from "../job-place.js";
import { createEstimate } from "./job-estimate.js";
import { sayKept } from "../say-kept.js";
import { urlRules } from "../url-rules.js";

export interface MadeVideo {
  readonly result: VideoFileResult;
  readonly durationMs: number;
}

/**
 * Submits a video, shows how its job fares, and saves it (VID-1, VID-6). The job is journaled below the state folder, so that it can be
 * resumed whatever happens to this process (VID-5).
 */
export async function makeVideo(
  context: Context,
  facts: {
    readonly resolved: ResolvedTargets;
    readonly request: Omit<VideoRequest, "target">;
    readonly place: SaveTarget;
    /** The conversation it belongs to, for the usage log. */
    readonly session?: string | undefined;
    readonly force?: boolean | undefined;
    /** What may cost more is not ordered. */
    readonly maxCostUsd?: number | undefined;
    readonly onEvent?: ((event: VideoEvent) => void) | undefined;
  },
): Promise<MadeVideo> {
  const { resolved, request, place, force, maxCostUsd, session } = facts;
  return withJobFolder(context, (stateDir) =>
    watch(context, { stateDir, session, onEvent: facts.onEvent }, async (options) =>
      generateVideoFile(
        { ...request, target: resolved.targets },
        { ...options, ...limits(resolved), stateDir, output: place, force, maxCostUsd, label: session },
      ),
    ),
  );
}

/** Goes on with a journaled job until its file is there (VID-5). */
export async function resumeVideo(
  context: Context,
  id: string,
  facts: {
    readonly resolved: ResolvedTargets;
    readonly place?: SaveTarget | undefined;
    readonly force: boolean;
    readonly onEvent?: ((event: VideoEvent) => void) | undefined;
  },
): Promise<MadeVideo> {
  const { resolved, place, force } = facts;
  const { stateDir } = await context.config();
  return watch(context, { stateDir, first: `resuming ${id}`, onEvent: facts.onEvent }, async (options) =>
    resumeJob(id, {
      ...options,
      ...limits(resolved),
      stateDir,
      force,
      target: resolved.targets,
      ...(place === undefined ? {} : { output: place }),
    }),
  );
}

function limits({ failover, timeouts }: ResolvedTargets): Pick<RunJobOptions, "failover" | "timeoutMs"> {
  return { failover, timeoutMs: timeouts.totalMs };
}

/** Runs the work of a job under a progress bar, or as events. */
async function watch(
  context: Context,
  facts: {
    readonly stateDir: string;
    readonly first?: string;
    readonly session?: string | undefined;
    readonly onEvent?: ((event: VideoEvent) => void) | undefined;
  },
  work: (options: RunJobOptions) => Promise<VideoFileResult>,
): Promise<MadeVideo> {
  const { io, out } = context;
  const { stateDir, first, onEvent } = facts;
  const startedMs = io.now();
  const [transport, rules] = await Promise.all([context.transport(), urlRules(context)]);
  const progress = createProgress(out, { now: io.now, write: (text) => io.stderr.write(text) });
  // Events speak for themselves.
  const show = (label: string, fraction?: number): void => {
    if (onEvent === undefined) progress.update(label, fraction);
  };
  if (first !== undefined) show(first);
  const kept = sayKept(context, progress);
  const estimate = createEstimate(stateDir, io.now);
  let told = Number.NEGATIVE_INFINITY;
  try {
    const result = await work({
      transport,
      signal: io.signal,
      ...rules,
      circuits: context.circuits,
      catalog: createMediaCatalog({ transport }),
      pollIntervalMs: await jobPollMs(context),
      // What had to be moved is said before it is paid for (VID-3).
      onPlan: (plan, { model }) => {
        progress.stop();
        out.warn(plan.warnings);
        const { price } = plan;
        show(`submitting to ${model.ref}${price === undefined ? "" : `: ${shownPrice(price)}`}`);
        onEvent?.({ type: "plan", model: model.ref, ...(price === undefined ? {} : { price }) });
      },
      onRecord(record) {
        kept.onRecord(record);
        estimate.follow(record);
        const { id, state, model, job } = record;
        onEvent?.({ type: "job", id, state, model, ...(job === undefined ? {} : { jobId: job.id, status: job.status }) });
      },
      onProgress({ status, elapsedMs, nextPollMs, error }) {
        const leftMs = estimate.leftMs();
        const known = leftMs === undefined ? {} : { estimatedLeftMs: leftMs };
        const failure = error === undefined ? {} : { error: error.message };
        if (status !== undefined || error !== undefined)
          onEvent?.({
            type: "progress",
            ...(status === undefined ? {} : { status }),
            elapsedMs,
            ...known,
            ...(nextPollMs === undefined ? {} : { nextPollMs }),
            ...failure,
          });
        if (status === undefined || onEvent !== undefined) return;
        // Drawn on a terminal many times between two looks: the time that is left goes on.
        const words = (): ProgressState => ({
          label: `video job: ${jobWords(status, estimate.leftMs())}`,
          fraction: status === "completed" ? 0.95 : estimate.fraction(),
        });
        progress.update(out.animated ? words : words().label);
      },
      onBytes(receivedBytes) {
        show("fetching the video", 0.95);
        if (io.now() - told < EVENT_INTERVAL_MS) return;
        told = io.now();
        onEvent?.({ type: "bytes", receivedBytes });
      },
    });
    progress.stop();
    out.warn(result.warnings);
    await logSpending(context, {
      kind: "video",
      model: result.record.model,
      costUsd: result.costUsd,
      // Of a job that is gone on with: the conversation in which it was asked for.
      session: facts.session ?? result.record.label,
      job: result.id,
    });
    return { result, durationMs: io.now() - startedMs };
  } catch (error) {
    return await kept.rethrow(error);
  } finally {
    progress.stop();
  }
}

/** What happens to a video job, for `--stream-json`. */
export type VideoEvent =
  | { readonly type: "plan"; readonly model: string; readonly price?: VideoPrice }
  | {
      readonly type: "job";
      readonly id: string;
      readonly state: string;
      readonly model: string;
      readonly jobId?: string;
      readonly status?: string;
    }
  | {
      readonly type: "progress";
      readonly status?: string;
      readonly elapsedMs: number;
      /** Only where earlier jobs of this model tell; never below 0. */
      readonly estimatedLeftMs?: number;
      readonly nextPollMs?: number;
      /** The look failed; the job goes on. */
      readonly error?: string;
    }
  | { readonly type: "bytes"; readonly receivedBytes: number };

// The sandbox is in this process: looking often costs nothing.
const SANDBOX_POLL_MS = 400;
const EVENT_INTERVAL_MS = 500;

/** `rendering, about 40 s left (by earlier jobs)`; without earlier ones only the status. */
function jobWords(status: string, leftMs: number | undefined): string {
  const words = status === "in_progress" ? "rendering" : status.replaceAll("_", " ");
  if (leftMs === undefined || status === "completed") return words;
  return leftMs === 0 ? `${words}, longer than usual` : `${words}, about ${shownRoughMs(leftMs)} left by earlier jobs`;
}

function shownRoughMs(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  if (seconds <= 90) return `${seconds < 10 ? seconds : Math.ceil(seconds / 5) * 5} s`;
  return `${Math.round(seconds / 60)} min`;
}

/** How long to wait before the first look at a job (VID-6); `undefined`: as the library does. */
export async function jobPollMs(context: Context): Promise<number | undefined> {
  const text = (await context.config()).environment.values["OPENCLAW_POLL_INTERVAL_MS"]?.trim() ?? "";
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
  return context.flags.sandbox ? SANDBOX_POLL_MS : undefined;
}
