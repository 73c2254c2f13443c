import { RequestError } from "@openclaw/core";
import { checkFields, type FieldNames } from "@openclaw/core/internal";
import { readAspectRatio, readResolution, readSize } from "../nearest-value.js";
import type { VideoCapabilities } from "./capabilities.js";
import type { VideoRequest } from "./video-request.js";

const ROLES: readonly string[] = ["first_frame", "last_frame", "reference_image"];

const FIELDS: FieldNames = {
  what: "a video request",
  known: Object.keys({
    target: true,
    prompt: true,
    images: true,
    videos: true,
    durationSeconds: true,
    resolution: true,
    aspectRatio: true,
    size: true,
    audio: true,
    seed: true,
    callbackUrl: true,
    provider: true,
    providerOptions: true,
    strict: true,
  } satisfies Record<keyof VideoRequest, true>),
  elsewhere: {
    ...Object.fromEntries(
      ["image", "references", "inputReferences", "frameImages"].map((name) => [name, "images: [{ image: { url }, role }]"]),
    ),
    ...Object.fromEntries(["duration", "seconds"].map((name) => [name, "durationSeconds"])),
    ...Object.fromEntries(["timeoutMs", "signal"].map((name) => [name, `it into the second argument: { ${name} }`])),
    generateAudio: "audio",
    model: "target: createTarget({ model, … })",
  },
};

/**
 * Refuses what no model could be asked for, whether strict or not (VID-3, VID-4).
 *
 * @throws RequestError `input_invalid` for nonsense, `unsupported` for video inputs; nothing was sent.
 */
export function checkVideoRequest(request: Omit<VideoRequest, "target">): void {
  checkFields(request, FIELDS);
  const { prompt, images = [], videos = [], durationSeconds, resolution, aspectRatio, size, seed, callbackUrl } = request;
  if (videos.length > 0) {
    throw new RequestError("OpenRouter video generation does not support video reference inputs.", {
      code: "unsupported",
      hint: "Give a first frame in images instead; there is no video-to-video.",
    });
  }
  if ((prompt === undefined || prompt.trim() === "") && images.length === 0) throw refused("prompt required");
  if (durationSeconds !== undefined && !(Number.isFinite(durationSeconds) && durationSeconds > 0)) {
    throw refused("durationSeconds must be a positive number of seconds");
  }
  if (resolution !== undefined && !(/^\d+(?:\.\d+)?[pk]$/i.test(resolution.trim()) && readResolution(resolution) !== undefined)) {
    throw refused("resolution must be one of 480P, 720P, 768P, or 1080P");
  }
  if (aspectRatio !== undefined && aspectRatio !== "adaptive" && readAspectRatio(aspectRatio) === undefined) {
    throw refused("aspectRatio must be one of 1:1, 2:3, 3:2, 3:4, 4:3, 4:5, 5:4, 9:16, 16:9, 21:9, or adaptive");
  }
  if (size !== undefined && readSize(size) === undefined) throw refused("size must be WIDTHxHEIGHT in pixels, such as 1280x720");
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw refused("OpenRouter video seed must be an integer");
  for (const { image, role } of images) {
    // Without types, the picture itself may be given.
    if (image === undefined)
      throw refused("A picture of a video is written { image: { url } } or { image: { bytes } }, with a role if need be");
    if (role !== undefined && !ROLES.includes(role)) throw refused(`An image role must be one of ${ROLES.join(", ")}`);
  }
  if (callbackUrl !== undefined && !(URL.canParse(callbackUrl) && new URL(callbackUrl).protocol === "https:")) {
    throw refused("callbackUrl must be an https URL");
  }
  checkProviderOptions(request.providerOptions);
}

function checkProviderOptions(options: VideoRequest["providerOptions"]): void {
  for (const [key, value] of Object.entries(options ?? {})) {
    const wanted = key === "seed" ? "number" : key === "callback_url" ? "string" : undefined;
    if (wanted === undefined) throw refused(`providerOptions.${key} is not taken; only seed (number) and callback_url (string) are`);
    if (typeof value !== wanted) throw refused(`providerOptions.${key} must be a ${wanted}`);
  }
}

/** @throws RequestError `unsupported`: another candidate may take them. */
export function checkImageCount(count: number, { maxImages }: VideoCapabilities): void {
  if (count > maxImages) throw new RequestError(`openrouter supports at most ${maxImages} reference images.`, { code: "unsupported" });
}

function refused(message: string): RequestError {
  return new RequestError(`${message}.`, { code: "input_invalid", hint: "Nothing was sent." });
}
