import { given } from "../given.js";
import { nearestAspectRatio, nearestNumber, nearestResolution, nearestSize } from "../nearest-value.js";
import type { IgnoredOverride, Normalization, NormalizedValue } from "../normalization.js";
import type { VideoCapabilities } from "./capabilities.js";
import type { VideoRequest } from "./video-request.js";

/** The wishes as they go into the request. */
export interface VideoHints {
  readonly durationSeconds?: number;
  readonly resolution?: string;
  readonly aspectRatio?: string;
  readonly size?: string;
  readonly audio?: boolean;
  readonly seed?: number;
}

export interface NormalizedVideo {
  readonly hints: VideoHints;
  readonly normalization: Normalization;
  readonly ignoredOverrides: readonly IgnoredOverride[];
}

/** Moves every wish to the nearest that the model takes, ties up, and lists what it takes not at all (VID-3). Pure. */
export function normalizeVideo(request: Omit<VideoRequest, "target">, capabilities: VideoCapabilities): NormalizedVideo {
  const normalization: Record<string, NormalizedValue> = {};
  const ignored: IgnoredOverride[] = [];
  const place = <Value extends string | number>(
    key: keyof VideoHints,
    wanted: Value | undefined,
    allowed: readonly Value[] | undefined,
    nearest: (wanted: Value, allowed: readonly Value[]) => Value | undefined,
  ): Value | undefined => {
    if (wanted === undefined || allowed === undefined) return wanted;
    const applied = nearest(wanted, allowed);
    if (applied === undefined) ignored.push({ key, value: wanted });
    // `720p` for `720P` is the same wish, spelled otherwise.
    else if (String(applied).toLowerCase() !== String(wanted).toLowerCase()) {
      normalization[key] = { requested: wanted, applied, supportedValues: allowed };
    }
    return applied;
  };
  const flag = <Value extends boolean | number>(
    key: keyof VideoHints,
    wanted: Value | undefined,
    takes: boolean | undefined,
  ): Value | undefined => {
    if (wanted === undefined || wanted === false || takes !== false) return wanted;
    ignored.push({ key, value: wanted });
    return undefined;
  };

  const { providerOptions } = request;
  const seed = request.seed ?? (typeof providerOptions?.["seed"] === "number" ? providerOptions["seed"] : undefined);
  const hints = given({
    durationSeconds: placeDuration(request.durationSeconds, place, capabilities),
    resolution: place("resolution", request.resolution?.trim(), capabilities.resolutions, nearestResolution),
    // The model's own default shape follows the picture it is given.
    aspectRatio:
      request.aspectRatio === "adaptive"
        ? undefined
        : place("aspectRatio", request.aspectRatio?.trim(), capabilities.aspectRatios, nearestAspectRatio),
    size: place("size", request.size?.trim(), capabilities.sizes, nearestSize),
    audio: flag("audio", request.audio, capabilities.audio),
    seed: flag("seed", seed, capabilities.seed),
  });
  return { hints, normalization, ignoredOverrides: ignored };
}

type PlaceNumber = (
  key: "durationSeconds",
  wanted: number | undefined,
  allowed: readonly number[] | undefined,
  nearest: typeof nearestNumber,
) => number | undefined;

/** Whole seconds are all the API takes; at least one. */
function placeDuration(wanted: number | undefined, place: PlaceNumber, { durations }: VideoCapabilities): number | undefined {
  const applied = place("durationSeconds", wanted, durations, (seconds, allowed) =>
    nearestNumber(Math.max(1, Math.round(seconds)), allowed),
  );
  return applied === undefined ? undefined : Math.max(1, Math.round(applied));
}
