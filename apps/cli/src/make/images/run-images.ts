import type { ModelTarget } from "@openclaw/core";
import { type ImageEvent, type ImageRequest, type MediaReference, planImages, readImageSize } from "@openclaw/media";
import type { FlagValues } from "../../args/command-spec.js";
import type { Context } from "../../context.js";
import { EXIT_OK } from "../../exit-codes.js";
import { printPlan } from "../../output/print-plan.js";
import { printMade } from "../print-made.js";
import { lookUpForDryRun } from "../look-up-for-dry-run.js";
import { PAID_FLAGS, STREAM_FLAG } from "../make-flags.js";
import { makeImages } from "./make-images.js";
import { readText } from "../read-text.js";
import { savePlace, TO_STDOUT } from "../save-place.js";
import { showImage } from "./show-image.js";

/** Of `infer image generate` and `edit`. */
export const IMAGE_FLAGS = {
  prompt: { kind: "text", short: "p", value: "TEXT", summary: "What the image shows" },
  count: { kind: "number", short: "n", value: "N", min: 1, max: 4, integer: true, summary: "How many images" },
  "aspect-ratio": { kind: "text", value: "W:H", summary: "Such as 16:9" },
  resolution: { kind: "choice", choices: ["1K", "2K", "4K"], summary: "How fine" },
  size: { kind: "text", value: "WxH", summary: "Pixels, such as 1024x1024" },
  quality: { kind: "choice", choices: ["low", "medium", "high", "auto"], summary: "How carefully" },
  "output-format": { kind: "choice", choices: ["png", "jpeg", "webp"], summary: "The file format" },
  background: { kind: "choice", choices: ["transparent", "opaque", "auto"], summary: "The background" },
  seed: { kind: "number", value: "N", integer: true, summary: "The same seed gives the same image, where the model can" },
  strict: { kind: "switch", summary: "Refuse what the model cannot do, instead of using the nearest it can" },
  "no-preview": { kind: "switch", summary: "Do not show the image in the terminal" },
  ...PAID_FLAGS,
  ...STREAM_FLAG,
} as const;

/** Makes images as the flags say, from references where there are any, and prints what became of them (IMG-3, CLI-2). */
export async function runImages(
  context: Context,
  flags: FlagValues<typeof IMAGE_FLAGS>,
  facts: {
    readonly capability: "image.generate" | "image.edit";
    readonly words: readonly string[];
    readonly references?: readonly MediaReference[];
  },
): Promise<number> {
  const { out, json } = context;
  const { capability, references, words } = facts;
  const request = {
    ...readRequest(await readText(context, "prompt", { given: flags.prompt, words }), flags),
    ...(references === undefined ? {} : { references }),
  };
  const dryRun = flags["dry-run"] === true;
  const timeout = flags["timeout-ms"] === undefined ? {} : { overrides: { timeoutMs: flags["timeout-ms"] } };
  const resolved = await context.targets("image", { model: flags.model, dryRun, ...timeout });
  const [primary] = resolved.targets;
  if (dryRun && primary !== undefined) {
    const { row, warnings } = readsRow(primary)
      ? await lookUpForDryRun(context, async (catalog) => catalog.findImageModel(primary))
      : { row: undefined, warnings: [] };
    const [plan] = planImages(primary, request, { row }).plans;
    if (plan !== undefined) printPlan(context, { ...plan, warnings: [...warnings, ...plan.warnings] }, resolved);
    return EXIT_OK;
  }
  const lines = flags["stream-json"] === true;
  const onEvent = lines ? (event: ImageEvent) => context.out.jsonLine(imageLine(event)) : undefined;
  const { result, saved } = await makeImages(context, { resolved, request, place: savePlace(context, flags), force: flags.force, onEvent });
  if (json || lines) {
    const outputs = saved.map(({ path, mediaType, sizeBytes }, index) => {
      const image = result.images[index];
      const pixels = image === undefined ? undefined : readImageSize(image.bytes);
      const revised = image?.revisedPrompt;
      return { path, mimeType: mediaType, size: sizeBytes, ...pixels, ...(revised === undefined ? {} : { revisedPrompt: revised }) };
    });
    const { model, attempts, ignoredOverrides, normalization, usage, warnings } = result;
    const envelope = {
      ok: true,
      capability,
      transport: "local",
      provider: "openrouter",
      model,
      attempts,
      outputs,
      ...(ignoredOverrides.length === 0 ? {} : { ignoredOverrides }),
      normalization,
      usage,
      warnings,
    };
    if (lines) out.jsonLine({ type: "result", ...envelope });
    else out.json(envelope);
    return EXIT_OK;
  }
  const cost = result.usage.costUsd === undefined ? undefined : result.usage.costUsd / saved.length;
  for (const [index, file] of saved.entries()) {
    if (flags["no-preview"] !== true && flags.output !== TO_STDOUT) await showImage(context, result.images[index]?.bytes ?? file.path);
    await printMade(context, { ...file, costUsd: cost, durationMs: result.durationMs }, flags);
  }
  return EXIT_OK;
}

/** An event without its bytes: the files are on disk at the end. */
function imageLine(event: ImageEvent): Record<string, unknown> {
  if (event.type === "finish") return { type: "finish" };
  if (event.type === "text") return event;
  const { bytes, mediaType } = event.type === "partial" ? event.file : event.image;
  const partial = event.type === "partial" ? { partialIndex: event.partialIndex } : {};
  return { type: event.type, index: event.index, ...partial, mimeType: mediaType, size: bytes.byteLength };
}

/** Chat completions take what every model of a family takes; only for `/images` does the real run look up more. */
function readsRow({ endpoint, params, traits }: ModelTarget): boolean {
  return endpoint.verified && params.imageApi !== "chat" && (params.imageApi === "images" || !traits.known);
}

function readRequest(prompt: string, flags: FlagValues<typeof IMAGE_FLAGS>): Omit<ImageRequest, "target"> {
  return {
    prompt,
    count: flags.count,
    aspectRatio: flags["aspect-ratio"],
    resolution: flags.resolution,
    size: flags.size,
    quality: flags.quality,
    outputFormat: flags["output-format"],
    background: flags.background,
    seed: flags.seed,
    timeoutMs: flags["timeout-ms"],
    strict: flags.strict,
  };
}
