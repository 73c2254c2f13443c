import type { MediaFile } from "../media-file.js";
import type { GeneratedImage, ImageResult, ImageUsage } from "./image-request.js";

/** What happens while pictures are made. `index` counts the pictures of the request. Ends with `finish`, or the iteration throws. */
export type ImageEvent =
  /** A preview; several may come, each better than the one before. */
  | { readonly type: "partial"; readonly index: number; readonly partialIndex: number; readonly file: MediaFile }
  /** Text that belongs to a picture: vector drafts, reasoning. */
  | { readonly type: "text"; readonly index: number; readonly phase: string; readonly text: string }
  /** `usage` is of the request that brought the picture; of several pictures of one request it stands with the last. */
  | { readonly type: "completed"; readonly index: number; readonly image: GeneratedImage; readonly usage?: ImageUsage }
  | { readonly type: "finish"; readonly result: ImageResult };
