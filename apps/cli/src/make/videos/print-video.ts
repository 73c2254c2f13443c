import type { Context } from "../../context.js";
import type { MadeVideo } from "./make-video.js";
import { printMade } from "../print-made.js";
import { TO_STDOUT } from "../save-place.js";
import { showPoster } from "./show-poster.js";

/** A finished video: its first frame where that can be shown, and its path; or OpenClaw's envelope, which scripts know. */
export async function printVideo(
  context: Context,
  { result, durationMs }: MadeVideo,
  options: { readonly preview: boolean; readonly lines?: boolean; readonly output?: string },
): Promise<void> {
  const { out, json } = context;
  const { id, file, job, costUsd, warnings } = result;
  if (!json && options.lines !== true) {
    if (options.preview && options.output !== TO_STDOUT) await showPoster(context, file.path);
    await printMade(context, { ...file, costUsd, durationMs }, options);
    return;
  }
  const { ignoredOverrides = [], normalization = {} } = job;
  const envelope = {
    ok: true,
    capability: "video.generate",
    transport: "local",
    provider: "openrouter",
    model: job.model,
    attempts: [],
    outputs: [{ path: file.path, mimeType: file.mediaType, size: file.sizeBytes }],
    ...(ignoredOverrides.length === 0 ? {} : { ignoredOverrides }),
    normalization,
    id,
    jobId: job.id,
    ...(costUsd === undefined ? {} : { usage: { costUsd } }),
    durationMs,
    warnings: [...(job.warnings ?? []), ...warnings],
  };
  if (options.lines === true) out.jsonLine({ type: "result", ...envelope });
  else out.json(envelope);
}
