import type { AttemptRecord, Warning } from "@openclaw/core";
import type { AudioFormat } from "../audio/audio-format.js";

/** A sentence that is heard. */
export interface SpokenSentence {
  readonly index: number;
  readonly text: string;
  /** Where it begins in the recording. */
  readonly startMs: number;
  readonly durationMs: number;
}

/** A sentence that is not heard, or not to its end. */
export interface FailedSentence {
  readonly index: number;
  readonly text: string;
  readonly error: Error;
  readonly attempts: readonly AttemptRecord[];
  /** How much of it was heard before it broke off. */
  readonly spokenMs: number;
}

/** What `speakStream` gives, in the order in which it is heard. */
export type SpeakEvent =
  /** Once, before any sound. */
  | { readonly type: "speech-start"; readonly format: AudioFormat; readonly mediaType: string }
  | { readonly type: "sentence-start"; readonly index: number; readonly text: string }
  /** Sound; all of it, end to end, is one recording. */
  | { readonly type: "audio"; readonly index: number; readonly bytes: Uint8Array }
  /** The duration may still lose a frame of padding at the join with the next sentence; `finish` has the exact one. */
  | ({ readonly type: "sentence-end"; readonly attempts: readonly AttemptRecord[]; readonly warnings: readonly Warning[] } & SpokenSentence)
  /** The rest goes on. */
  | ({ readonly type: "sentence-failed" } & FailedSentence)
  | SpeechFinish;

/** The last event; behind it the iteration ends, or throws the `textError`. */
export interface SpeechFinish {
  readonly type: "finish";
  /** Every sentence was spoken, and the text came to its end. */
  readonly complete: boolean;
  /** Of the whole recording, exact to the frame or sample. */
  readonly durationMs: number;
  readonly lengthBytes: number;
  /** From the start to the first sound; absent when there was none (TTS-4). */
  readonly firstAudioMs?: number;
  readonly format?: AudioFormat;
  readonly sentences: readonly SpokenSentence[];
  readonly failures: readonly FailedSentence[];
  /** With `container: "file"`: to be written over the first bytes, now that the length is known. */
  readonly header?: Uint8Array;
  /** The text broke off with this, which is thrown next; what was complete of it was spoken. */
  readonly textError?: Error;
}
