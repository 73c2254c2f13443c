import type { FlagValues } from "../args/command-spec.js";
import { deliverJob, findJob, type JobKind } from "@openclaw/media/node";
import type { Context } from "../context.js";
import { EXIT_OK } from "../exit-codes.js";
import { logSpending } from "../usage/log-usage.js";
import { jobGroup } from "./job-group.js";
import { printMade } from "./print-made.js";
import { countPieces, spentOn } from "./say-kept.js";
import { showImage } from "./images/show-image.js";
import { savePlace, TO_STDOUT } from "./save-place.js";

/** Of `infer image resume`, `infer music resume` and `infer tts resume`. */
export const RESUME_FLAGS = {
  output: { kind: "text", short: "o", value: "FILE", summary: "Write to this file instead" },
  force: { kind: "switch", summary: "Replace the file if it is there" },
} as const;

/** Puts what was paid for and kept in its place; asks nobody and buys nothing (VID-5). */
export async function resumeKept(
  context: Context,
  id: string,
  facts: { readonly kind: Exclude<JobKind, "video">; readonly flags: FlagValues<typeof RESUME_FLAGS> },
): Promise<number> {
  const { io, out, json } = context;
  const { kind, flags } = facts;
  const { stateDir } = await context.config();
  const startedMs = io.now();
  const place = flags.output === undefined ? undefined : savePlace(context, flags);
  const output = place === undefined || flags.output === TO_STDOUT ? {} : { output: place };
  const before = await findJob(id, { stateDir, kind });
  const { record, saved, warnings } = await deliverJob(before.id, { stateDir, kind, ...output });
  out.warn(warnings);
  // A process that was killed right after it had bought this counted nothing.
  if (kind === "speech") await countPieces(context, before);
  else await logSpending(context, spentOn(record));
  const { model, costUsd } = record;
  if (json) {
    const outputs = saved.map(({ path, mediaType, sizeBytes }) => ({ path, mimeType: mediaType, size: sizeBytes }));
    const usage = costUsd === undefined ? {} : { usage: { costUsd } };
    const about = {
      capability: `${jobGroup(kind)}.resume`,
      transport: "local",
      provider: "openrouter",
      model,
      id: record.id,
    };
    out.json({ ok: true, ...about, outputs, ...usage, warnings });
    return EXIT_OK;
  }
  for (const file of saved) {
    if (kind === "image" && flags.output !== TO_STDOUT) await showImage(context, file.path);
    const each = costUsd === undefined ? undefined : costUsd / saved.length;
    await printMade(context, { ...file, costUsd: each, durationMs: io.now() - startedMs }, flags);
  }
  return EXIT_OK;
}
