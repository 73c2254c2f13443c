import type { AttemptRecord, Warning } from "@openclaw/core";
import type { MediaFile, MediaReference } from "../media-file.js";
import type { MediaTargets } from "../options.js";

/** What music is wanted, and of whom (MUS-1). */
export interface MusicRequest {
  /** The model, or the candidates in order (FAIL-1). */
  readonly target: MediaTargets;
  /** What it should sound like. */
  readonly prompt: string;
  /** The words to sing. */
  readonly lyrics?: string | undefined;
  /** No voice at all. */
  readonly instrumental?: boolean | undefined;
  /** About how long it should be. */
  readonly durationSeconds?: number | undefined;
  /** Default `wav`. */
  readonly format?: "wav" | "mp3" | undefined;
  /** A picture to set to music. */
  readonly image?: MediaReference | undefined;
  /** Limit of this call; beats the configured one. Default 300 000. */
  readonly timeoutMs?: number | undefined;
}

export interface MusicResult {
  readonly file: MediaFile;
  /** The words that are sung, where the model says them. */
  readonly transcript?: string;
  /** What the model wrote beside the music. */
  readonly text?: string;
  /** Ref of the model that played. */
  readonly model: string;
  readonly costUsd?: number;
  readonly generationId?: string;
  readonly warnings: readonly Warning[];
  readonly attempts: readonly AttemptRecord[];
  readonly durationMs: number;
}
