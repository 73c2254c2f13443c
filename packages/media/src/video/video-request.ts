import type { JsonObject, JsonValue } from "@openclaw/core";
import type { MediaReference } from "../media-file.js";
import type { MediaTargets } from "../options.js";

export type VideoImageRole = "first_frame" | "last_frame" | "reference_image";

/** A picture for a video. Without a role the first is the first frame, the second the last, further ones references (VID-2). */
export interface VideoImage {
  readonly image: MediaReference;
  readonly role?: VideoImageRole | undefined;
}

/** What video is wanted, and of whom (VID-1 to VID-4). */
export interface VideoRequest {
  /** The model, or the candidates in order (FAIL-1). */
  readonly target: MediaTargets;
  /** May be left out only with a picture, for models that animate one alone. */
  readonly prompt?: string | undefined;
  /** Frames to begin or end with, or to go by. */
  readonly images?: readonly VideoImage[] | undefined;
  /** Never taken: there is no video-to-video (VID-4). Here so that the refusal is ours and clear. */
  readonly videos?: readonly unknown[] | undefined;
  /** Default: the model's own. One that it does not have moves to the nearest, with a warning. */
  readonly durationSeconds?: number | undefined;
  /** Such as `720P`. */
  readonly resolution?: string | undefined;
  /** Such as `9:16`. */
  readonly aspectRatio?: string | undefined;
  /** Pixels, such as `1280x720`, instead of the two above. */
  readonly size?: string | undefined;
  /** With sound. Default: what the model does. */
  readonly audio?: boolean | undefined;
  /** The same seed gives the same clip as far as the model can. */
  readonly seed?: number | undefined;
  /** Where OpenRouter reports the end of the job; https only. */
  readonly callbackUrl?: string | undefined;
  /** OpenRouter's `provider` object for videos (`{options: {<slug>: {…}}}`). */
  readonly provider?: JsonObject | undefined;
  /** `seed` and `callback_url`, as the agent's tool names them; nothing else is taken (as in OpenClaw). */
  readonly providerOptions?: Readonly<Record<string, JsonValue | undefined>> | undefined;
  /** Refuse what would have to be moved or left out. */
  readonly strict?: boolean | undefined;
}
