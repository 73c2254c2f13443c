import type { Mp3Frame } from "./mp3-frames.js";
import { largerFrames, MP3_HEADER_BYTES, type Mp3Header } from "./mp3-header.js";
import { readSideInfo, sideInfoOffset } from "./mp3-side-info.js";

/**
 * Makes a frame that a stream can begin with. The data of a frame may begin in the frames before it; where those are left out, the frame
 * takes the bytes it needs from them into itself and grows to a higher bit rate. Nothing is decoded or encoded: the same bits sound the same.
 *
 * @param reservoir data of the frames before it, in order, as `mp3Data` gives it
 * @returns `undefined` when not even the highest bit rate has room, or the reservoir is too short
 */
export function startWithFrame(frame: Mp3Frame, reservoir: Uint8Array): Mp3Frame | undefined {
  const { header } = frame;
  const { dataBegin, dataBytes } = readSideInfo(frame.bytes, header);
  if (dataBegin === 0) return frame;
  if (dataBegin > reservoir.length) return undefined;
  const own = mp3Data(frame);
  const data = new Uint8Array(dataBegin + own.length);
  data.set(reservoir.subarray(reservoir.length - dataBegin));
  data.set(own, dataBegin);
  const headBytes = MP3_HEADER_BYTES + header.sideInfoBytes;
  const size = largerFrames(header).find(({ frameBytes }) => frameBytes >= headBytes + data.length);
  if (size === undefined) return undefined;
  const bytes = new Uint8Array(size.frameBytes);
  bytes.set(frame.bytes.subarray(0, MP3_HEADER_BYTES));
  // No checksum, the higher rate, no padding.
  bytes[1] = (bytes[1] ?? 0) | 1;
  bytes[2] = ((bytes[2] ?? 0) & 0x0d) | (size.index << 4);
  const from = sideInfoOffset(header);
  bytes.set(frame.bytes.subarray(from, from + header.sideInfoBytes), MP3_HEADER_BYTES);
  clearDataBegin(bytes, header);
  // The next frames count backwards from their own start: what they share stays at the end, and the room that is left goes before it.
  const used = Math.min(dataBytes, data.length);
  bytes.set(data.subarray(0, used), headBytes);
  bytes.set(data.subarray(used), size.frameBytes - (data.length - used));
  return { bytes, header: { ...header, frameBytes: size.frameBytes, checksum: false } };
}

/** The part of a frame that holds sound: this frame's, or the next ones'. */
export function mp3Data(frame: Mp3Frame): Uint8Array {
  return frame.bytes.subarray(sideInfoOffset(frame.header) + frame.header.sideInfoBytes);
}

function clearDataBegin(bytes: Uint8Array, header: Mp3Header): void {
  bytes[MP3_HEADER_BYTES] = 0;
  if (header.version === 1) bytes[MP3_HEADER_BYTES + 1] = (bytes[MP3_HEADER_BYTES + 1] ?? 0) & 0x7f;
}
