import type { JsonObject } from "@openclaw/core";
import type { MediaFile, MediaReference } from "../media-file.js";
import type { MediaOptions, MediaTargets } from "../options.js";

/** A tool as an agent loop needs it: what a model is told, and what runs. Plain, so that any loop can take it. */
export interface MediaTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. It requires the prompt, which models else leave out; what lists or tells a status does without it all the same. */
  readonly inputSchema: JsonObject;
  /**
   * Runs one call. Arguments come from a model: they are checked here, and nonsense is an error whose message says what is allowed.
   *
   * @throws RequestError for the arguments; whatever the generation throws. The loop turns it into the tool's result.
   */
  execute(input: unknown, call?: { readonly signal?: AbortSignal | undefined }): Promise<MediaToolResult>;
}

/** What a tool brings: a text for the model, data for the caller. */
export interface MediaToolResult {
  /** Such as `Generated 2 images with openrouter/google/….` and its warnings; what the model reads. */
  readonly text: string;
  readonly details: JsonObject;
  /** The files, when nothing was given to deliver them to. */
  readonly files: readonly MediaFile[];
}

export type MediaKind = "image" | "video" | "music";

/** Where a file went. */
export interface DeliveredFile {
  readonly path?: string | undefined;
  readonly url?: string | undefined;
  readonly mediaType?: string | undefined;
}

/** What is delivered. */
export interface DeliveryNote {
  readonly kind: MediaKind;
  readonly filename?: string;
}

/** What a tool needs of its surroundings. */
export interface MediaToolContext extends MediaOptions {
  /** The configured candidates; with `model`, only that one. Throws when there is none. */
  resolveTargets(kind: MediaKind, model?: string): MediaTargets | Promise<MediaTargets>;
  /** Reads what is no URL: paths, `file:`, `media:`. It decides which may be read. Without it only URLs are taken. */
  readonly loadReference?: ((reference: string) => Promise<MediaReference>) | undefined;
  /** Saves or posts files; `filename` is what the model suggested and has to be checked. */
  readonly deliver?: ((files: readonly MediaFile[], about: DeliveryNote) => Promise<readonly DeliveredFile[]>) | undefined;
  /** The answer to `action: "list"`. */
  readonly describeModels?: ((kind: MediaKind) => string | Promise<string>) | undefined;
  /** How long a finished call answers an identical one. Default 60 000; 0 switches that off (a running one always answers). */
  readonly duplicateWindowMs?: number | undefined;
}
