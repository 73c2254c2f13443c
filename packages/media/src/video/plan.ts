import { endpointUrl, type JsonObject, type ModelTarget, requestHeaders, type RequestPlan, type Warning } from "@openclaw/core";
import { given } from "../given.js";
import { type IgnoredOverride, type Normalization, normalizationWarnings, refuseChanges } from "../normalization.js";
import { mergeExtraBody } from "../shape-shared.js";
import { type VideoCapabilities, videoCapabilities } from "./capabilities.js";
import { checkImageCount, checkVideoRequest } from "./check-request.js";
import { normalizeVideo } from "./normalize.js";
import { placeVideoImages } from "./place-images.js";
import { priceVideo, type VideoPrice } from "./price.js";
import type { VideoRequest } from "./video-request.js";
import type { VideoModelRow } from "./wire/video-model-row.js";

/** Everything that will be sent for a video, and what had to be moved for it: known before the submission (VID-3). Plain data. */
export interface VideoPlan {
  readonly plan: RequestPlan;
  readonly capabilities: VideoCapabilities;
  readonly normalization: Normalization;
  readonly ignoredOverrides: readonly IgnoredOverride[];
  readonly warnings: readonly Warning[];
  /** By the model's listed prices; absent where it lists none. */
  readonly price?: VideoPrice;
}

/**
 * Shapes a video request for one target (VID-1 to VID-4). Pure.
 *
 * @throws RequestError `input_invalid` for nonsense and, with `strict`, for what would be moved or left out; `unsupported` for video inputs
 *   and for more pictures than the model takes. Nothing was sent.
 */
export function planVideo(
  target: ModelTarget,
  request: Omit<VideoRequest, "target">,
  options: { readonly row?: VideoModelRow | undefined } = {},
): VideoPlan {
  checkVideoRequest(request);
  const capabilities = videoCapabilities(options.row);
  const images = request.images ?? [];
  checkImageCount(images.length, capabilities);
  const { hints, normalization, ignoredOverrides: ignoredHints } = normalizeVideo(request, capabilities);
  const placed = placeVideoImages(images, capabilities);
  const ignoredOverrides = [...ignoredHints, ...placed.ignoredOverrides];
  if (request.strict === true) refuseChanges(target.model.ref, normalization, ignoredOverrides);
  const { providerOptions } = request;
  const callback =
    request.callbackUrl ?? (typeof providerOptions?.["callback_url"] === "string" ? providerOptions["callback_url"] : undefined);
  const body: JsonObject = {
    model: target.model.wireId,
    ...given({
      prompt: request.prompt,
      duration: hints.durationSeconds,
      resolution: wireResolution(hints.resolution),
      aspect_ratio: hints.aspectRatio,
      size: hints.size,
      generate_audio: hints.audio,
      frame_images: placed.frameImages.length === 0 ? undefined : placed.frameImages,
      input_references: placed.inputReferences.length === 0 ? undefined : placed.inputReferences,
      seed: hints.seed,
      callback_url: callback,
      provider: target.endpoint.verified ? request.provider : undefined,
    }),
  };
  const warnings = [...normalizationWarnings(target.model.ref, normalization, ignoredOverrides), ...placed.warnings];
  const moved = Object.keys(normalization).length > 0;
  const source = capabilities.source === "catalog" ? "checked against /videos/models" : "checked against the built-in table";
  const plan: RequestPlan = {
    method: "POST",
    url: endpointUrl(target.endpoint, "/videos"),
    headers: requestHeaders(target),
    body: mergeExtraBody(body, target, ["model", "prompt"]),
    warnings,
    steps: [{ step: "capabilities", applied: moved, reason: `${moved ? "moved to the nearest" : "nothing to move"}: ${source}` }],
  };
  const price = priceVideo(plan.body ?? {}, options.row);
  return { plan, capabilities, normalization, ignoredOverrides, warnings, ...given({ price }) };
}

/** The API writes `720p` but `4K`. */
function wireResolution(resolution: string | undefined): string | undefined {
  return resolution === undefined ? undefined : /k$/i.test(resolution) ? resolution.toUpperCase() : resolution.toLowerCase();
}
