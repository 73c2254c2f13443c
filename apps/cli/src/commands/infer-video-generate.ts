import { planVideo, type VideoImage, type VideoImageRole, type VideoRequest } from "@openclaw/media";
import { readMediaFile } from "@openclaw/media/node";
import { defineCommand, type FlagValues } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { localPath } from "../ask/read-attachment.js";
import type { Context } from "../context.js";
import { EXIT_OK } from "../exit-codes.js";
import { lookUpForDryRun } from "../make/look-up-for-dry-run.js";
import { PAID_FLAGS, STREAM_FLAG } from "../make/make-flags.js";
import { makeVideo, type VideoEvent } from "../make/videos/make-video.js";
import { printVideo } from "../make/videos/print-video.js";
import { readText } from "../make/read-text.js";
import { savePlace } from "../make/save-place.js";
import { printPlan } from "../output/print-plan.js";

const FLAGS = {
  prompt: { kind: "text", short: "p", value: "TEXT", summary: "What happens in the video" },
  image: {
    kind: "list",
    short: "i",
    value: "FILE|URL[:role]",
    summary: "First frame, then last frame; roles: first_frame, last_frame, reference_image",
  },
  duration: { kind: "number", value: "SECONDS", min: 0, summary: "How long" },
  resolution: { kind: "text", value: "SIZE", summary: "Such as 720P or 1080P" },
  "aspect-ratio": { kind: "text", value: "W:H", summary: "Such as 16:9" },
  size: { kind: "text", value: "WxH", summary: "Pixels, such as 1280x720" },
  audio: { kind: "switch", summary: "With sound" },
  seed: { kind: "number", value: "N", integer: true, summary: "The same seed gives the same video, where the model can" },
  "max-cost": { kind: "number", value: "USD", min: 0, summary: "Order nothing that may cost more, or whose price is not listed" },
  strict: { kind: "switch", summary: "Refuse what the model cannot do, instead of using the nearest it can" },
  "no-preview": { kind: "switch", summary: "Do not show the first frame in the terminal" },
  ...PAID_FLAGS,
  ...STREAM_FLAG,
} as const;

export const command = defineCommand({
  about: "Submits a video job, shows how it fares, and writes the file, whose path goes to stdout.",
  words: [{ name: "prompt", summary: "what happens in the video; the same as --prompt", many: true }],
  flags: FLAGS,
  examples: [
    { line: 'infer video generate --prompt "waves at night" --duration 4', says: "four seconds" },
    { line: 'infer video generate --sandbox --prompt "waves at night" --duration 4', says: "the same without a key" },
    { line: "infer video generate waves --duration 4 --resolution 720P --dry-run", says: "what it would cost" },
    { line: 'infer video generate --prompt "it comes alive" --image photo.jpg', says: "beginning with a picture" },
  ],
  async run(context, { flags, words }) {
    const dryRun = flags["dry-run"] === true;
    const prompt = await readText(context, "prompt", { given: flags.prompt, words });
    const request = await readRequest(context, prompt, flags);
    const timeout = flags["timeout-ms"] === undefined ? {} : { overrides: { timeoutMs: flags["timeout-ms"] } };
    const resolved = await context.targets("video", { model: flags.model, dryRun, ...timeout });
    const [primary] = resolved.targets;
    if (dryRun && primary !== undefined) {
      const { row, warnings } = await lookUpForDryRun(context, async (catalog) => catalog.findVideoModel(primary));
      const { plan, price = null } = planVideo(primary, request, { row });
      printPlan(context, { ...plan, warnings: [...warnings, ...plan.warnings] }, resolved, { price });
      return EXIT_OK;
    }
    const onEvent = flags["stream-json"] === true ? (event: VideoEvent) => context.out.jsonLine(event) : undefined;
    const wish = { resolved, request, place: savePlace(context, flags), force: flags.force, maxCostUsd: flags["max-cost"] };
    const made = await makeVideo(context, { ...wish, onEvent });
    await printVideo(context, made, {
      preview: flags["no-preview"] !== true,
      lines: onEvent !== undefined,
      ...(flags.output === undefined ? {} : { output: flags.output }),
    });
    return EXIT_OK;
  },
});

async function readRequest(context: Context, prompt: string, flags: FlagValues<typeof FLAGS>): Promise<Omit<VideoRequest, "target">> {
  if (flags.duration === 0) throw new UsageError("--duration cannot be 0.", "It is a number of seconds, such as 4.");
  return {
    prompt,
    images: await Promise.all((flags.image ?? []).map((text) => readImage(text, context.io.cwd))),
    durationSeconds: flags.duration,
    resolution: flags.resolution,
    aspectRatio: flags["aspect-ratio"],
    size: flags.size,
    audio: flags.audio,
    seed: flags.seed,
    strict: flags.strict,
  };
}

const ROLES: readonly VideoImageRole[] = ["first_frame", "last_frame", "reference_image"];
const ROLE = new RegExp(`^(.+):(${ROLES.join("|")})$`);

async function readImage(text: string, cwd: string): Promise<VideoImage> {
  const match = ROLE.exec(text);
  const reference = match?.[1] ?? text;
  const role = match?.[2] as VideoImageRole | undefined;
  const remote = /^(?:https?|data):/i.test(reference);
  const image = remote
    ? { url: reference }
    : await readMediaFile(localPath(reference, cwd)).catch((error: unknown) => refuseRole(text, error));
  return { image, ...(role === undefined ? {} : { role }) };
}

/** A role that there is not looks like the end of a file's name; only when there is no such file is it one. */
function refuseRole(text: string, error: unknown): never {
  const [, wrong] = /\.[a-z\d]{2,5}:([a-z_]+)$/i.exec(text) ?? [];
  if (wrong === undefined) throw error;
  throw new UsageError(`--image has no role "${wrong}".`, `It is one of: ${ROLES.join(", ")}.`);
}
