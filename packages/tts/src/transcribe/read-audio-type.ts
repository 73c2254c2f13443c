import { RequestError } from "@openclaw/core";

/** What the API takes. */
export const TRANSCRIPTION_FORMATS = ["wav", "mp3", "flac", "m4a", "ogg", "webm", "aac"] as const;
export type TranscriptionFormat = (typeof TRANSCRIPTION_FORMATS)[number];

const ALIASES: Readonly<Record<string, TranscriptionFormat>> = {
  wave: "wav",
  "x-wav": "wav",
  "vnd.wave": "wav",
  mpeg: "mp3",
  mpga: "mp3",
  mpeg3: "mp3",
  "x-mp3": "mp3",
  "x-flac": "flac",
  mp4: "m4a",
  "x-m4a": "m4a",
  "mp4a-latm": "m4a",
  oga: "ogg",
  opus: "ogg",
  "x-aac": "aac",
  aacp: "aac",
};

/**
 * What kind of sound this is: by its own first bytes, else by the given format, media type or file name (STT-1).
 *
 * @throws RequestError `input_invalid` when nothing tells
 */
export function readAudioType(facts: {
  readonly audio: Uint8Array;
  readonly format?: string | undefined;
  readonly mediaType?: string | undefined;
  readonly filename?: string | undefined;
}): TranscriptionFormat {
  const { audio, format, mediaType, filename } = facts;
  const subtype = mediaType?.split(";")[0]?.split("/")[1];
  const extension = /\.([A-Za-z0-9]+)$/.exec(filename ?? "")?.[1];
  const found = sniff(audio) ?? [format, subtype, extension].map(named).find((name) => name !== undefined);
  if (found !== undefined) return found;
  throw new RequestError(`OpenRouter STT could not resolve audio format from mime "${mediaType ?? ""}" and file "${filename ?? ""}"`, {
    code: "input_invalid",
    hint: `Give it as one of ${TRANSCRIPTION_FORMATS.join(", ")}.`,
  });
}

function named(name: string | undefined): TranscriptionFormat | undefined {
  const key = name?.trim().toLowerCase().replace(/^\./, "") ?? "";
  return TRANSCRIPTION_FORMATS.find((format) => format === key) ?? ALIASES[key];
}

function sniff(bytes: Uint8Array): TranscriptionFormat | undefined {
  const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  if (text(0, 4) === "RIFF" && text(8, 12) === "WAVE") return "wav";
  if (text(0, 3) === "ID3") return "mp3";
  if (text(0, 4) === "fLaC") return "flac";
  if (text(0, 4) === "OggS") return "ogg";
  if (text(4, 8) === "ftyp") return "m4a";
  if (bytes[0] === 0x1a && bytes[1] === 0x45 && bytes[2] === 0xdf && bytes[3] === 0xa3) return "webm";
  if (bytes[0] !== 0xff) return undefined;
  const second = bytes[1] ?? 0;
  // The same sync bits: layer 0 is AAC, layer III is MP3.
  if ((second & 0xf6) === 0xf0) return "aac";
  return (second & 0xe6) === 0xe2 ? "mp3" : undefined;
}
