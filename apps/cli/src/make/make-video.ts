import type { ResolvedTargets } from "@openclaw/config";
import { createMediaCatalog, downloadVideo, startVideo, type VideoJob, type VideoRequest, waitForVideo } from "@openclaw/media";
import { checkOutput, resolveHost, type SavedFile, type SaveTarget, saveVideo } from "@openclaw/media/node";
import type { Context } from "../context.js";
import { createProgress, type Progress } from "../output/progress.js";

export interface MadeVideo {
  readonly job: VideoJob;
  readonly saved: SavedFile;
  readonly durationMs: number;
}

/** Submits a video, shows how its job fares, and saves it (VID-1, VID-6). */
export async function makeVideo(
  context: Context,
  facts: { readonly resolved: ResolvedTargets; readonly request: Omit<VideoRequest, "target">; readonly place: SaveTarget },
): Promise<MadeVideo> {
  const { io, out } = context;
  const { resolved, request, place } = facts;
  await checkOutput(place);
  const startedMs = io.now();
  const transport = await context.transport();
  const shared = { transport, signal: io.signal, resolveHost };
  const progress = createProgress(out, { now: io.now, write: (text) => io.stderr.write(text) });
  progress.update(`submitting to ${resolved.targets[0]?.model.ref ?? "the model"}`);
  try {
    const started = await startVideo(
      { ...request, target: resolved.targets },
      {
        ...shared,
        circuits: context.circuits,
        failover: resolved.failover,
        catalog: createMediaCatalog({ transport }),
        // What had to be moved is said before it is paid for (VID-3).
        onPlan: (plan) => {
          progress.stop();
          out.warn(plan.warnings);
        },
      },
    );
    const target = resolved.targets.find(({ model }) => model.ref === started.model) ?? resolved.targets[0];
    if (target === undefined) throw new TypeError("A job was started without a target.");
    out.detail(`job ${started.id} at ${started.model}`);
    const job = await waitForVideo(started, {
      ...shared,
      target,
      timeoutMs: resolved.timeouts.totalMs,
      pollIntervalMs: pollIntervalMs((await context.config()).environment.values) ?? (context.flags.sandbox ? SANDBOX_POLL_MS : undefined),
      onProgress: ({ elapsedMs, status }) => {
        if (status !== undefined) showJob(progress, status, elapsedMs);
      },
      onJob: ({ status }) => showJob(progress, status, io.now() - startedMs),
    });
    progress.update(`fetching ${job.id}`, 0.95);
    const saved = await saveVideo(await downloadVideo(job, { ...shared, target }), place);
    return { job, saved, durationMs: io.now() - startedMs };
  } finally {
    progress.stop();
  }
}

// The sandbox is in this process: looking often costs nothing.
const SANDBOX_POLL_MS = 400;
// How long a clip takes is not told by anyone; the bar nears its end without reaching it before the job does.
const USUAL_MS = 45_000;

function showJob(progress: Progress, status: string, elapsedMs: number): void {
  const words = status === "in_progress" ? "rendering" : status.replaceAll("_", " ");
  progress.update(`video job: ${words}`, status === "completed" ? 0.95 : 0.9 * (1 - Math.exp(-elapsedMs / USUAL_MS)));
}

function pollIntervalMs(variables: Readonly<Record<string, string>>): number | undefined {
  const text = variables["OPENCLAW_POLL_INTERVAL_MS"]?.trim() ?? "";
  return /^\d+$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}
