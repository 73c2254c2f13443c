import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ResolvedTargets } from "@openclaw/config";
import type { JobProgress } from "@openclaw/core";
import { createMediaCatalog, type VideoRequest } from "@openclaw/media";
import {
  generateVideoFile,
  type JobRecord,
  resolveHost,
  resumeJob,
  type RunJobOptions,
  type SaveTarget,
  type VideoFileResult,
} from "@openclaw/media/node";
import type { Context } from "../context.js";
import { createProgress, type Progress } from "../output/progress.js";

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
  facts: { readonly resolved: ResolvedTargets; readonly request: Omit<VideoRequest, "target">; readonly place: SaveTarget },
): Promise<MadeVideo> {
  const { resolved, request, place } = facts;
  const { stateDir } = await context.config();
  // A job of the sandbox ends with it: there is nothing to resume.
  const folder = context.flags.sandbox ? await mkdtemp(join(tmpdir(), "openclaw-sandbox-")) : stateDir;
  try {
    return await watch(context, undefined, async (options) =>
      generateVideoFile({ ...request, target: resolved.targets }, { ...options, ...limits(resolved), stateDir: folder, output: place }),
    );
  } finally {
    if (context.flags.sandbox) await rm(folder, { recursive: true, force: true });
  }
}

/** Goes on with a journaled job until its file is there (VID-5). */
export async function resumeVideo(
  context: Context,
  id: string,
  facts: { readonly resolved: ResolvedTargets; readonly place?: SaveTarget | undefined; readonly force: boolean },
): Promise<MadeVideo> {
  const { resolved, place, force } = facts;
  const { stateDir } = await context.config();
  return watch(context, `resuming ${id}`, async (options) =>
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

/** Runs the work of a job under a progress bar. */
async function watch(
  context: Context,
  first: string | undefined,
  work: (options: RunJobOptions) => Promise<VideoFileResult>,
): Promise<MadeVideo> {
  const { io, out } = context;
  const startedMs = io.now();
  const transport = await context.transport();
  const progress = createProgress(out, { now: io.now, write: (text) => io.stderr.write(text) });
  if (first !== undefined) progress.update(first);
  let job: JobRecord | undefined;
  try {
    const result = await work({
      transport,
      signal: io.signal,
      resolveHost,
      circuits: context.circuits,
      catalog: createMediaCatalog({ transport }),
      pollIntervalMs: await jobPollMs(context),
      // What had to be moved is said before it is paid for (VID-3).
      onPlan: (plan, { model }) => {
        progress.stop();
        out.warn(plan.warnings);
        progress.update(`submitting to ${model.ref}`);
      },
      onRecord: (record) => {
        job = record;
      },
      onProgress: (seen) => showJob(progress, seen),
      onBytes: () => progress.update("fetching the video", 0.95),
    });
    progress.stop();
    out.warn(result.warnings);
    return { result, durationMs: io.now() - startedMs };
  } catch (error) {
    progress.stop();
    const kept = job?.state === "submitted" || job?.state === "outcome-unknown";
    if (kept && !context.flags.sandbox) out.note(`The job is kept; go on with it: ${io.program} infer video resume ${job?.id ?? ""}`);
    throw error;
  } finally {
    progress.stop();
  }
}

// The sandbox is in this process: looking often costs nothing.
const SANDBOX_POLL_MS = 400;
// How long a clip takes is not told by anyone; the bar nears its end without reaching it before the job does.
const USUAL_MS = 45_000;

function showJob(progress: Progress, { status, elapsedMs }: JobProgress): void {
  if (status === undefined) return;
  const words = status === "in_progress" ? "rendering" : status.replaceAll("_", " ");
  progress.update(`video job: ${words}`, status === "completed" ? 0.95 : 0.9 * (1 - Math.exp(-elapsedMs / USUAL_MS)));
}

/** How long to wait before the first look at a job (VID-6); `undefined`: as the library does. */
export async function jobPollMs(context: Context): Promise<number | undefined> {
  const text = (await context.config()).environment.values["OPENCLAW_POLL_INTERVAL_MS"]?.trim() ?? "";
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
  return context.flags.sandbox ? SANDBOX_POLL_MS : undefined;
}
