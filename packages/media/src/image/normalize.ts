import { given } from "../given.js";
import { nearestAspectRatio, nearestResolution, nearestSize, readSize } from "../nearest-value.js";
import type { IgnoredOverride, Normalization, NormalizedValue } from "../normalization.js";
import type { ImageCapabilities } from "./capabilities.js";
import type { ImageRequest } from "./image-request.js";

/** The hints as they go into the request: every one is in the model's own list. */
export interface ImageHints {
  readonly aspectRatio?: string;
  readonly resolution?: string;
  readonly size?: string;
  readonly quality?: string;
  readonly outputFormat?: string;
  readonly background?: string;
  readonly seed?: number;
}

export interface NormalizedImage {
  readonly hints: ImageHints;
  readonly normalization: Normalization;
  readonly ignoredOverrides: readonly IgnoredOverride[];
}

/**
 * Moves every wish to the nearest that the model takes, and lists what it takes not at all (IMG-3). Pixels that are not taken become the
 * nearest aspect ratio and resolution. Pure.
 *
 * @param inferredResolution by the references' largest side; used when no resolution was asked for
 */
export function normalizeImage(
  request: Omit<ImageRequest, "target">,
  capabilities: ImageCapabilities,
  inferredResolution?: string,
): NormalizedImage {
  const normalization: Record<string, NormalizedValue> = {};
  const ignored: IgnoredOverride[] = [];

  const place = (key: keyof ImageHints, wanted: string | undefined, allowed: readonly string[] | undefined, nearest: Nearest) => {
    if (wanted === undefined) return undefined;
    const applied = allowed === undefined ? undefined : nearest(wanted, allowed);
    if (applied === undefined) ignored.push({ key, value: wanted });
    else if (applied !== wanted) normalization[key] = { requested: wanted, applied, ...given({ supportedValues: allowed }) };
    return applied;
  };

  const size = placeSize(request.size, capabilities);
  // Pixels that are taken as they are leave no room for another shape (the API refuses a mismatch).
  const exact = size !== undefined;
  const fromSize = request.size === undefined || exact ? undefined : deriveFromSize(request.size, capabilities);
  if (request.size !== undefined && size !== undefined && size !== request.size) {
    normalization["size"] = { requested: request.size, applied: size };
  }
  let aspectRatio = exact ? undefined : place("aspectRatio", request.aspectRatio, capabilities.aspectRatios, nearestAspectRatio);
  let resolution = exact ? undefined : place("resolution", request.resolution?.toUpperCase(), capabilities.resolutions, nearestResolution);
  if (exact && request.aspectRatio !== undefined) ignored.push({ key: "aspectRatio", value: request.aspectRatio });
  if (exact && request.resolution !== undefined) ignored.push({ key: "resolution", value: request.resolution });
  if (fromSize !== undefined) {
    const { aspectRatio: derivedRatio, resolution: derivedResolution } = fromSize;
    if (derivedRatio === undefined) ignored.push({ key: "size", value: request.size ?? "" });
    else if (aspectRatio === undefined) {
      aspectRatio = derivedRatio;
      normalization["aspectRatio"] = {
        requested: request.size ?? "",
        applied: derivedRatio,
        derivedFrom: "size",
        ...given({ supportedValues: capabilities.aspectRatios }),
      };
    }
    resolution ??= derivedResolution;
  }
  if (resolution === undefined && inferredResolution !== undefined && !exact && capabilities.resolutions !== undefined) {
    resolution = nearestResolution(inferredResolution, capabilities.resolutions);
    if (resolution !== undefined) normalization["resolution"] = { applied: resolution, derivedFrom: "references" };
  }
  const format = request.outputFormat === "jpg" ? "jpeg" : request.outputFormat;
  const hints = given({
    aspectRatio,
    resolution,
    size,
    quality: place("quality", request.quality, capabilities.qualities, exactly),
    outputFormat: place("outputFormat", format, capabilities.outputFormats, exactly),
    background: place("background", request.background, capabilities.backgrounds, exactly),
    seed: capabilities.seed ? request.seed : undefined,
  });
  if (request.seed !== undefined && !capabilities.seed) ignored.push({ key: "seed", value: request.seed });
  return { hints, normalization, ignoredOverrides: ignored };
}

type Nearest = (wanted: string, allowed: readonly string[]) => string | undefined;

// There is no nearest format or background: another one is another thing.
const exactly: Nearest = (wanted, allowed) => (allowed.includes(wanted) ? wanted : undefined);

function placeSize(size: string | undefined, { sizes }: ImageCapabilities): string | undefined {
  if (size === undefined || sizes === undefined) return undefined;
  return sizes === "any" ? size : nearestSize(size, sizes);
}

function deriveFromSize(size: string, capabilities: ImageCapabilities): { readonly aspectRatio?: string; readonly resolution?: string } {
  const pixels = readSize(size);
  if (pixels === undefined) return {};
  const { aspectRatios = [], resolutions = [] } = capabilities;
  return given({
    aspectRatio: nearestAspectRatio(`${pixels.width}:${pixels.height}`, aspectRatios),
    resolution: nearestResolution(resolutionOf(Math.max(pixels.width, pixels.height)), resolutions),
  });
}

/** By the largest side: from 3000 pixels 4K, from 1500 2K, else 1K (as in OpenClaw). */
export function resolutionOf(largestSide: number): "1K" | "2K" | "4K" {
  if (largestSide >= 3_000) return "4K";
  return largestSide >= 1_500 ? "2K" : "1K";
}
