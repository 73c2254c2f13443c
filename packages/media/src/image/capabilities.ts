import type { ModelTarget } from "@openclaw/core";
import { given } from "../given.js";
import type { ImageModelRow } from "./wire/image-model-row.js";

/** Width to height, as OpenRouter names them; a model may take fewer. */
export const IMAGE_ASPECT_RATIOS = ["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"] as const;
/** About so many thousand pixels a side. */
export const IMAGE_RESOLUTIONS = ["1K", "2K", "4K"] as const;
/** Pictures per call, however they are asked for. */
export const MAX_IMAGES = 4;
/** References that a chat route takes (as in OpenClaw). */
const CHAT_REFERENCES = 5;
const DEFAULT_REFERENCES = 16;

/** What a model takes on a route. An absent list: the field is not taken at all. */
export interface ImageCapabilities {
  readonly aspectRatios?: readonly string[];
  readonly resolutions?: readonly string[];
  /** Pixel sizes: a list, or any. */
  readonly sizes?: readonly string[] | "any";
  readonly qualities?: readonly string[];
  readonly outputFormats?: readonly string[];
  readonly backgrounds?: readonly string[];
  readonly seed: boolean;
  readonly maxReferences: number;
  readonly streaming: boolean;
}

/**
 * What the chat route takes: Google's image models read aspect ratio and resolution from `image_config`, no other model reads any hint
 * (IMG-1, as in OpenClaw).
 */
export function chatCapabilities(target: Pick<ModelTarget, "traits">): ImageCapabilities {
  const hints = target.traits.replay === "google" ? { aspectRatios: IMAGE_ASPECT_RATIOS, resolutions: IMAGE_RESOLUTIONS } : {};
  return { ...hints, seed: false, maxReferences: CHAT_REFERENCES, streaming: false };
}

/** What `/images` takes for a model: its row decides; without one, everything that the API documents (it clamps by itself). */
export function imagesCapabilities(row: ImageModelRow | undefined): ImageCapabilities {
  if (row === undefined) {
    return {
      aspectRatios: IMAGE_ASPECT_RATIOS,
      resolutions: IMAGE_RESOLUTIONS,
      sizes: "any",
      qualities: ["auto", "low", "medium", "high"],
      outputFormats: ["png", "jpeg", "webp", "svg"],
      backgrounds: ["auto", "transparent", "opaque"],
      seed: true,
      maxReferences: DEFAULT_REFERENCES,
      streaming: true,
    };
  }
  const { parameters } = row;
  const values = (name: string): readonly string[] | undefined => {
    const range = parameters[name];
    return range?.type === "enum" && range.values.length > 0 ? range.values : undefined;
  };
  const references = parameters["input_references"];
  const named = references?.type === "range" ? references.max : undefined;
  return {
    ...given({
      aspectRatios: values("aspect_ratio"),
      resolutions: values("resolution"),
      sizes: parameters["size"] === undefined ? undefined : (values("size") ?? ("any" as const)),
      qualities: values("quality"),
      outputFormats: values("output_format"),
      backgrounds: values("background"),
    }),
    seed: parameters["seed"] !== undefined,
    maxReferences: references === undefined ? 0 : (named ?? DEFAULT_REFERENCES),
    streaming: row.streaming,
  };
}
