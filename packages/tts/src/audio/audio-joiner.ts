import { StreamError } from "@openclaw/core";
import type { AudioFormat } from "./audio-format.js";

/** Puts recordings of one format end to end, without decoding them (TTS-3). What it gives is always whole: frames or samples. */
export interface AudioJoiner {
  /** A new part begins. */
  begin(): void;
  /** The part is being sent once more from its start, after it broke off: what was taken of it already is passed over. */
  again(): void;
  push(bytes: Uint8Array): Uint8Array;
  /** The part is over, complete or not; a broken last frame or sample is left out. */
  endPart(): Uint8Array;
  /** Nothing follows. */
  end(): Uint8Array;
  /** How long everything sounds that belongs to the stream so far, to the sample. */
  readonly durationMs: () => number;
  /** Where the part that was begun last starts to sound. */
  readonly partStartMs: () => number;
  /** What a file has to begin with, once its length is known; empty where nothing is needed. */
  readonly header: (lengthBytes: number | undefined) => Uint8Array;
}

/** @throws StreamError `stream_malformed` when a part cannot be put behind the others */
export function refuseOtherFormat(stream: AudioFormat, part: AudioFormat): void {
  if (stream.codec === part.codec && stream.sampleRate === part.sampleRate && stream.channels === part.channels) return;
  const name = ({ codec, sampleRate, channels }: AudioFormat): string =>
    `${codec} at ${sampleRate} Hz, ${channels === 1 ? "mono" : "stereo"}`;
  throw new StreamError(`The sound came as ${name(part)}, and the stream is ${name(stream)}.`, {
    code: "stream_malformed",
    retryable: false,
  });
}
