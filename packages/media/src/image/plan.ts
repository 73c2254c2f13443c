import type { ModelTarget, RequestPlan, Warning } from "@openclaw/core";
import { type MediaReference, readDataUrl, referenceUrl } from "../media-file.js";
import { normalizationWarnings, refuseChanges, type IgnoredOverride, type Normalization } from "../normalization.js";
import { chatCapabilities, type ImageCapabilities, imagesCapabilities } from "./capabilities.js";
import { checkImageRequest, checkReferenceCount } from "./check-request.js";
import { chooseImageRoute } from "./choose-route.js";
import type { ImageRequest } from "./image-request.js";
import { readImageSize } from "./image-size.js";
import { normalizeImage, resolutionOf } from "./normalize.js";
import { shapeChatImages } from "./shape-chat.js";
import { shapeImagesEndpoint } from "./shape-images.js";
import type { ImageModelRow } from "./wire/image-model-row.js";

/** Everything that will be sent for a picture request, before it is sent. Plain data: what `--dry-run` prints. */
export interface ImagePlan {
  readonly route: "chat" | "images";
  /** One on the chat route; one per picture on `/images`. */
  readonly plans: readonly RequestPlan[];
  readonly capabilities: ImageCapabilities;
  readonly normalization: Normalization;
  readonly ignoredOverrides: readonly IgnoredOverride[];
  readonly warnings: readonly Warning[];
}

export interface PlanImagesOptions {
  /** The model's row of `/images/models`, where there is one. */
  readonly row?: ImageModelRow | undefined;
  /** With previews, where the model has them. */
  readonly stream?: boolean | undefined;
}

/**
 * Shapes a picture request for one target (IMG-1 to IMG-3). Pure: nothing is fetched, references go as they are given.
 *
 * @throws RequestError `input_invalid` for nonsense and, with `strict`, for what would be moved or left out; `unsupported` for more
 *   references than the model takes.
 */
export function planImages(target: ModelTarget, request: Omit<ImageRequest, "target">, options: PlanImagesOptions = {}): ImagePlan {
  checkImageRequest(request);
  const { route, step } = chooseImageRoute(target, options.row);
  const capabilities = route === "images" ? imagesCapabilities(options.row) : chatCapabilities(target);
  const references = distinct(request.references ?? []);
  checkReferenceCount(references.length, capabilities.maxReferences);
  const normalized = normalizeImage(request, capabilities, inferResolution(references));
  const { hints, normalization, ignoredOverrides } = normalized;
  if (request.strict === true) refuseChanges(target.model.ref, normalization, ignoredOverrides);
  const count = request.count ?? 1;
  const input = { prompt: request.prompt, referenceUrls: references, hints };
  const streaming = options.stream === true && capabilities.streaming;
  const plan =
    route === "images" ? shapeImagesEndpoint(input, target, { stream: streaming }) : shapeChatImages({ ...input, count }, target);
  const warnings = normalizationWarnings(target.model.ref, normalization, ignoredOverrides);
  const shown = { ...plan, warnings: [...plan.warnings, ...warnings], steps: [step, ...plan.steps] };
  return {
    route,
    plans: Array.from({ length: route === "images" ? count : 1 }, () => shown),
    capabilities,
    normalization,
    ignoredOverrides,
    warnings,
  };
}

/** The same picture given twice is sent once. */
function distinct(references: readonly MediaReference[]): readonly string[] {
  return [...new Set(references.map(referenceUrl))];
}

function inferResolution(urls: readonly string[]): "1K" | "2K" | "4K" | undefined {
  const sides = urls.flatMap((url) => {
    const file = url.startsWith("data:") ? readDataUrl(url) : undefined;
    const size = file === undefined ? undefined : readImageSize(file.bytes);
    return size === undefined ? [] : [Math.max(size.width, size.height)];
  });
  return sides.length === 0 ? undefined : resolutionOf(Math.max(...sides));
}
