import type { AttemptRecord, Warning } from "@openclaw/core";
import type { MediaFile, MediaReference } from "../media-file.js";
import type { IgnoredOverride, Normalization } from "../normalization.js";
import type { MediaTargets } from "../options.js";

/** What picture is wanted, and of whom (IMG-1 to IMG-3). Only `target` and `prompt` are needed. */
export interface ImageRequest {
  /** The model, or the candidates in order (FAIL-1). */
  readonly target: MediaTargets;
  /** What to paint; with `references`, what to change. */
  readonly prompt: string;
  /** Pictures to edit or to go by. */
  readonly references?: readonly MediaReference[] | undefined;
  /** 1 to 4; default 1. */
  readonly count?: number | undefined;
  /** Such as `16:9`. */
  readonly aspectRatio?: string | undefined;
  /** `1K`, `2K`, `4K`. Default with references: by their largest side. */
  readonly resolution?: string | undefined;
  /** Pixels, such as `1024x1024`. */
  readonly size?: string | undefined;
  /** `low`, `medium`, `high`, `auto`. */
  readonly quality?: string | undefined;
  /** `png`, `jpeg`, `webp`; `svg` on vector models. */
  readonly outputFormat?: string | undefined;
  /** `transparent`, `opaque`, `auto`. */
  readonly background?: string | undefined;
  /** The same seed gives the same picture as far as the model can. */
  readonly seed?: number | undefined;
  /** Limit of this call; beats the configured one. Default 180 000. */
  readonly timeoutMs?: number | undefined;
  /** Refuse what would have to be moved or left out. */
  readonly strict?: boolean | undefined;
}

export interface GeneratedImage extends MediaFile {
  /** The prompt as the model rewrote it, where it says so. */
  readonly revisedPrompt?: string;
}

export interface ImageUsage {
  /** As billed, all requests together; absent when the provider did not say. */
  readonly costUsd?: number;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
}

/** The pictures, and everything that happened on the way to them. */
export interface ImageResult {
  readonly images: readonly GeneratedImage[];
  /** Ref of the model that painted. */
  readonly model: string;
  readonly route: "chat" | "images";
  /** What the model wrote beside its pictures. */
  readonly text?: string;
  readonly usage: ImageUsage;
  readonly generationIds: readonly string[];
  readonly normalization: Normalization;
  readonly ignoredOverrides: readonly IgnoredOverride[];
  readonly warnings: readonly Warning[];
  readonly attempts: readonly AttemptRecord[];
  readonly durationMs: number;
}
