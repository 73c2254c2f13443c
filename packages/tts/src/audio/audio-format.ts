import { RequestError } from "@openclaw/core";

/** What the API can be asked for. */
export const SPEECH_FORMATS = ["mp3", "pcm"] as const;
export type SpeechFormat = (typeof SPEECH_FORMATS)[number];

/** What sound arrived as, read from the reply itself. */
export interface AudioFormat {
  readonly codec: SpeechFormat;
  /** In Hz. */
  readonly sampleRate: number;
  readonly channels: number;
}

/**
 * Reads `responseFormat` as it is configured: `mp3` or `pcm`, in any case (TTS-1).
 *
 * @throws RequestError `input_invalid` for anything else
 */
export function parseSpeechFormat(text: string): SpeechFormat {
  const wanted = text.trim().toLowerCase();
  const format = SPEECH_FORMATS.find((name) => name === wanted);
  if (format !== undefined) return format;
  throw new RequestError(`Invalid OpenRouter speech responseFormat: ${text}`, {
    code: "input_invalid",
    hint: 'Use "mp3" or "pcm"; WAV is made from pcm.',
  });
}

/** As a `Content-Type`: `audio/mpeg`, or `audio/pcm` with its rate and channels. */
export function speechMediaType(format: AudioFormat): string {
  return format.codec === "mp3" ? "audio/mpeg" : `audio/pcm;rate=${format.sampleRate};channels=${format.channels}`;
}
