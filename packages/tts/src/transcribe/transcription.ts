import type { AttemptRecord, Circuits, FailoverPolicy, JsonObject, ModelTarget, Overrides, SendOptions, Warning } from "@openclaw/core";
import type { PcmFormat } from "../audio/pcm.js";

/** The model that listens when none is named (STT-1). */
export const DEFAULT_TRANSCRIPTION_MODEL = "openrouter/openai/whisper-large-v3-turbo";
/** `tools.media.audio.maxBytes`: what one request may carry. */
export const DEFAULT_PART_BYTES = 20 * 1024 * 1024;
/** Providers give up after 60 s: what takes longer to hear is cut. */
export const DEFAULT_PART_MS = 600_000;
export const DEFAULT_TRANSCRIPTION_TIMEOUT_MS = 60_000;
export const DEFAULT_TOTAL_BYTES = 512 * 1024 * 1024;

/** Sound to be written down. */
export interface TranscriptionInput {
  /** The whole recording, as the bytes of its file. */
  readonly audio: Uint8Array;
  /** `wav`, `mp3` …; default: read from the bytes, then `mediaType`, then `filename`. */
  readonly format?: string | undefined;
  /** Such as `audio/mpeg`; looked at where the bytes do not say what they are. */
  readonly mediaType?: string | undefined;
  /** Such as `note.mp3`; looked at last. */
  readonly filename?: string | undefined;
  /** The bytes are raw 16-bit samples of this kind: they are sent as WAV. */
  readonly pcm?: PcmFormat | undefined;
  /** ISO 639-1, such as `en`. Default: the model finds out. */
  readonly language?: string | undefined;
  /** 0 is steady. */
  readonly temperature?: number | undefined;
  /** Ask when each segment, or also each word, was said. Only some providers can; without it the text comes alone. */
  readonly timestamps?: "segment" | "word" | undefined;
  /** OpenRouter's `provider` object, snake_case as documented. */
  readonly provider?: JsonObject | undefined;
}

export interface TranscriptionRequest extends TranscriptionInput {
  /** The model, or the candidates in order: one that fails or times out is followed by the next. */
  readonly target: ModelTarget | readonly ModelTarget[];
}

export interface TranscriptionOptions extends SendOptions {
  /** Over `DEFAULT_FAILOVER`, key by key. */
  readonly failover?: Overrides<FailoverPolicy> | undefined;
  /** Shared by all requests of a process; without it, candidates are not remembered between requests. */
  readonly circuits?: Circuits | undefined;
  /** For retry jitter; tests fix it. */
  readonly random?: (() => number) | undefined;
  /** Limit of one request. Default 60 000; 0 switches it off. */
  readonly timeoutMs?: number | undefined;
  /** Largest part that is sent. Default 20 MiB. */
  readonly maxPartBytes?: number | undefined;
  /** Longest part that is sent; longer WAV and MP3 are cut in a quiet place. Default 600 000. */
  readonly maxPartMs?: number | undefined;
  /** Largest recording. Default 512 MiB. */
  readonly maxBytes?: number | undefined;
  /** Parts that are under way at a time. Default 2. */
  readonly concurrency?: number | undefined;
}

export interface TranscriptSegment {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly speaker?: number;
}

export interface TranscriptionUsage {
  /** Of sound, as it was billed. */
  readonly audioMs?: number;
  readonly costUsd?: number;
  readonly promptTokens?: number;
  readonly completionTokens?: number;
}

/** What was heard. Times count from the start of the whole recording. */
export interface Transcript {
  readonly text: string;
  readonly language?: string;
  /** Of the recording. */
  readonly durationMs?: number;
  readonly segments?: readonly TranscriptSegment[];
  readonly words?: readonly TranscriptSegment[];
  readonly usage: TranscriptionUsage;
  /** Into how many requests the recording was cut. */
  readonly parts: number;
  readonly attempts: readonly AttemptRecord[];
  readonly warnings: readonly Warning[];
}
