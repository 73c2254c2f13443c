import { RequestError } from "@openclaw/core";
import { checkFields, type FieldNames } from "@openclaw/core/internal";
import { readAspectRatio, readResolution, readSize } from "../nearest-value.js";
import { IMAGE_ASPECT_RATIOS, MAX_IMAGES } from "./capabilities.js";
import type { ImageRequest } from "./image-request.js";

const QUALITIES = ["low", "medium", "high", "auto", "xhigh", "max"];
const FORMATS = ["png", "jpeg", "jpg", "webp", "svg"];
const BACKGROUNDS = ["transparent", "opaque", "auto"];

const FIELDS: FieldNames = {
  what: "an image request",
  known: Object.keys({
    target: true,
    prompt: true,
    references: true,
    count: true,
    aspectRatio: true,
    resolution: true,
    size: true,
    quality: true,
    outputFormat: true,
    background: true,
    seed: true,
    timeoutMs: true,
    strict: true,
  } satisfies Record<keyof ImageRequest, true>),
  // What the APIs and other libraries call them. A picture that is given and not sent would be paid for all the same.
  elsewhere: {
    ...Object.fromEntries(["image", "images", "inputReferences", "referenceImages"].map((name) => [name, "references: [{ url }]"])),
    n: "count",
    format: "outputFormat",
    model: "target: createTarget({ model, … })",
  },
};

/**
 * Refuses what no model could be asked for, whether strict or not (IMG-3), in OpenClaw's words.
 *
 * @throws RequestError `input_invalid`; nothing was sent.
 */
export function checkImageRequest(request: Omit<ImageRequest, "target">): void {
  checkFields(request, FIELDS);
  const { prompt, count, aspectRatio, resolution, size, quality, outputFormat, background, seed, timeoutMs } = request;
  if (typeof prompt !== "string" || prompt.trim() === "") throw refused("prompt required");
  if (count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= MAX_IMAGES)) {
    throw refused(`count must be between 1 and ${MAX_IMAGES}`);
  }
  if (aspectRatio !== undefined && aspectRatio !== "auto" && readAspectRatio(aspectRatio) === undefined) {
    throw refused(`aspectRatio must be one of ${IMAGE_ASPECT_RATIOS.slice(0, -1).join(", ")}, or ${IMAGE_ASPECT_RATIOS.at(-1)}`);
  }
  if (resolution !== undefined && !(/^(?:\d+(?:\.\d+)?k|512)$/i.test(resolution) && readResolution(resolution) !== undefined)) {
    throw refused("resolution must be one of 1K, 2K, or 4K");
  }
  if (size !== undefined && readSize(size) === undefined) throw refused("size must be WIDTHxHEIGHT in pixels, such as 1024x1024");
  if (quality !== undefined && !QUALITIES.includes(quality)) throw refused("quality must be one of low, medium, high, or auto");
  if (outputFormat !== undefined && !FORMATS.includes(outputFormat)) throw refused("outputFormat must be one of png, jpeg, or webp");
  if (background !== undefined && !BACKGROUNDS.includes(background)) {
    throw refused("background must be one of transparent, opaque, or auto");
  }
  if (background === "transparent" && (outputFormat === "jpeg" || outputFormat === "jpg")) {
    throw refused("background transparent needs outputFormat png or webp");
  }
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw refused("seed must be an integer");
  checkTimeout(timeoutMs);
}

/** @throws RequestError `input_invalid` */
export function checkTimeout(timeoutMs: number | undefined): void {
  if (timeoutMs !== undefined && !(Number.isInteger(timeoutMs) && timeoutMs > 0)) {
    throw refused("timeoutMs must be a positive integer in milliseconds.");
  }
}

/** @throws RequestError `unsupported`: another candidate of the chain may take them. */
export function checkReferenceCount(count: number, maxReferences: number): void {
  if (count <= maxReferences) return;
  const message =
    maxReferences === 5
      ? `openrouter edit supports at most ${maxReferences} reference images.`
      : `Too many reference images: ${count} provided, maximum is ${maxReferences}.`;
  throw new RequestError(message, { code: "unsupported" });
}

function refused(message: string): RequestError {
  return new RequestError(message, { code: "input_invalid" });
}
