import { MP3_HEADER_BYTES, type Mp3Header } from "./mp3-header.js";

/** What a Xing, Info or VBRI frame says. Such a frame holds no sound. */
export interface Mp3Info {
  readonly frames?: number;
  /** Samples of silence that the encoder put before the sound. */
  readonly delaySamples?: number;
  /** Samples of silence behind the sound. */
  readonly paddingSamples?: number;
}

const HAS_FRAMES = 1;
const HAS_BYTES = 2;
const HAS_INDEX = 4;
const HAS_QUALITY = 8;
const INDEX_BYTES = 100;
/** From the start of the encoder's name to its three bytes of delay and padding. */
const DELAY_OFFSET = 21;

/** Reads the frame as an information frame; `undefined` when it is sound. */
export function readMp3Info(frame: Uint8Array, header: Mp3Header): Mp3Info | undefined {
  const at = infoOffset(header);
  const mark = text(frame, at);
  // VBRI stands at a place of its own, whatever the side information is.
  if (text(frame, MP3_HEADER_BYTES + 32) === "VBRI") return { frames: readUint32(frame, MP3_HEADER_BYTES + 32 + 14) };
  if (mark !== "Xing" && mark !== "Info") return undefined;
  const flags = readUint32(frame, at + 4);
  let next = at + 8;
  const frames = (flags & HAS_FRAMES) === 0 ? undefined : readUint32(frame, next);
  next += (flags & HAS_FRAMES) === 0 ? 0 : 4;
  next += (flags & HAS_BYTES) === 0 ? 0 : 4;
  next += (flags & HAS_INDEX) === 0 ? 0 : INDEX_BYTES;
  next += (flags & HAS_QUALITY) === 0 ? 0 : 4;
  const [high = 0, middle = 0, low = 0] = frame.subarray(next + DELAY_OFFSET, next + DELAY_OFFSET + 3);
  const named = /^(?:LAME|Lavc|Lavf)/.test(text(frame, next));
  return {
    ...(frames === undefined ? {} : { frames }),
    ...(named ? { delaySamples: (high << 4) | (middle >> 4), paddingSamples: ((middle & 15) << 8) | low } : {}),
  };
}

/** Where `Xing` or `Info` stands: behind the side information, which such frames leave empty. */
export function infoOffset(header: Mp3Header): number {
  return MP3_HEADER_BYTES + (header.checksum ? 2 : 0) + header.sideInfoBytes;
}

function text(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

function readUint32(bytes: Uint8Array, offset: number): number {
  const [high = 0, upper = 0, lower = 0, low = 0] = bytes.subarray(offset, offset + 4);
  return high * 0x1_00_00_00 + ((upper << 16) | (lower << 8) | low);
}
