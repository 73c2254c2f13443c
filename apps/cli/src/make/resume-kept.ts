import type { FlagValues } from "../args/command-spec.js";
import { deliverJob, type JobKind } from "@openclaw/media/node";
import type { Context } from "../context.js";
import { EXIT_OK } from "../exit-codes.js";
import { describeFile } from "./made-file.js";
import { showImage } from "./show-image.js";
import { userPath } from "../args/user-path.js";

/** Of `infer image resume` and `infer music resume`. */
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
  const force = flags.force === true ? { force: true } : {};
  const output = flags.output === undefined ? {} : { output: { path: userPath(flags.output, io), ...force } };
  const { record, saved, warnings } = await deliverJob(id, { stateDir, kind, ...output });
  out.warn(warnings);
  const { model, costUsd } = record;
  if (json) {
    const outputs = saved.map(({ path, mediaType, sizeBytes }) => ({ path, mimeType: mediaType, size: sizeBytes }));
    const usage = costUsd === undefined ? {} : { usage: { costUsd } };
    const about = { capability: `${kind}.resume`, transport: "local", provider: "openrouter", model, id: record.id };
    out.json({ ok: true, ...about, outputs, ...usage, warnings });
    return EXIT_OK;
  }
  for (const file of saved) {
    if (kind === "image") await showImage(context, file.path);
    const each = costUsd === undefined ? undefined : costUsd / saved.length;
    out.line(out.terminal ? describeFile(context, { ...file, costUsd: each, durationMs: io.now() - startedMs }) : file.path);
  }
  return EXIT_OK;
}
