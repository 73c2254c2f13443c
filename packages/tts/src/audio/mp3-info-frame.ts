import { infoOffset } from "./mp3-info.js";
import { largerFrames, MP3_HEADER_BYTES, readMp3Header } from "./mp3-header.js";
import type { Mp3Frame } from "./mp3-frames.js";

const HAS_FRAMES_AND_BYTES = 3;
const NEEDED_BYTES = 16;

/**
 * The silent frame that tells players how long a file is, to be put before the frames of a stream. It is needed where frames differ in
 * size: without it the length is guessed from the first one's.
 *
 * @param sample any frame of the stream
 * @param facts `undefined` while the length is not known: the frame has its final size, and can be written over later
 */
export function writeMp3Info(
  sample: Mp3Frame,
  facts: { readonly frames: number; readonly lengthBytes: number } | undefined,
): Uint8Array<ArrayBuffer> {
  const { header } = sample;
  const plain = { ...header, checksum: false };
  const at = infoOffset(plain);
  const size = largerFrames({ ...header, bitrateKbps: 0 }).find(({ frameBytes }) => frameBytes >= at + NEEDED_BYTES);
  const bytes = new Uint8Array(size?.frameBytes ?? 0);
  if (size === undefined) return bytes;
  bytes.set(sample.bytes.subarray(0, MP3_HEADER_BYTES));
  bytes[1] = (bytes[1] ?? 0) | 1;
  bytes[2] = ((bytes[2] ?? 0) & 0x0d) | (size.index << 4);
  bytes.set(new TextEncoder().encode("Xing"), at);
  if (facts === undefined || readMp3Header(bytes) === undefined) return bytes;
  const view = new DataView(bytes.buffer);
  view.setUint32(at + 4, HAS_FRAMES_AND_BYTES);
  view.setUint32(at + 8, facts.frames);
  view.setUint32(at + 12, facts.lengthBytes + bytes.length);
  return bytes;
}
