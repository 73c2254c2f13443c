import { given } from "../given.js";
import type { VideoModelRow } from "./wire/video-model-row.js";

/** What a video model takes. An absent list: not known, so the wish is passed on as it is. */
export interface VideoCapabilities {
  readonly source: "catalog" | "static";
  readonly durations?: readonly number[];
  readonly resolutions?: readonly string[];
  readonly aspectRatios?: readonly string[];
  readonly sizes?: readonly string[];
  readonly frameImages?: readonly string[];
  readonly audio?: boolean;
  readonly seed?: boolean;
  readonly maxImages: number;
}

/** OpenClaw's own default, to be given as a target's model; nothing is made with it by itself. */
export const DEFAULT_VIDEO_MODEL = "openrouter/google/veo-3.1-fast";

/** What is known without a lookup (VID-3, as in OpenClaw): `google/veo-3.1-fast`, applied to every model that has no row. */
const STATIC_VIDEO_CAPABILITIES: VideoCapabilities = {
  source: "static",
  durations: [4, 6, 8],
  resolutions: ["720P", "1080P"],
  aspectRatios: ["16:9", "9:16"],
  frameImages: ["first_frame", "last_frame"],
  audio: true,
  seed: true,
  maxImages: 4,
};

// The agent's tool takes at most nine; a model that takes fewer references says so itself.
const CATALOG_MAX_IMAGES = 9;

/** What a model's row of `/videos/models` says; without one, the static table. */
export function videoCapabilities(row: VideoModelRow | undefined): VideoCapabilities {
  if (row === undefined) return STATIC_VIDEO_CAPABILITIES;
  const filled = <Value>(list: readonly Value[] | undefined): readonly Value[] | undefined =>
    list === undefined || list.length === 0 ? undefined : list;
  return {
    source: "catalog",
    ...given({
      durations: filled(row.durations),
      resolutions: filled(row.resolutions),
      aspectRatios: filled(row.aspectRatios),
      sizes: filled(row.sizes),
      frameImages: row.frameImages,
      audio: row.audio,
      seed: row.seed,
    }),
    maxImages: CATALOG_MAX_IMAGES,
  };
}
