import type { Context } from "../context.js";
import { describeFile } from "./made-file.js";
import type { MadeVideo } from "./make-video.js";

/** A finished video: its path, or the envelope that scripts know (openclaw.md §3.3). */
export function printVideo(context: Context, { result, durationMs }: MadeVideo): void {
  const { out, json } = context;
  const { id, file, job, costUsd, warnings } = result;
  if (!json) {
    out.line(out.terminal ? describeFile(context, { ...file, costUsd, durationMs }) : file.path);
    return;
  }
  const { ignoredOverrides = [], normalization = {} } = job;
  out.json({
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
  });
}
