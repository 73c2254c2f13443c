import { concatenate } from "./bytes.js";
import { PCM_SAMPLE_BYTES, type PcmFormat, pcmFrameBytes } from "./pcm.js";

export const WAV_HEADER_BYTES = 44;
const UNKNOWN_LENGTH = 0xffff_ffff;

/**
 * The 44 bytes that make 16-bit PCM a WAV file (TTS-3).
 *
 * @param dataBytes `undefined` for a stream whose length is not known yet: players read to the end, and the header can be written over later
 */
export function wavHeader(format: PcmFormat, dataBytes: number | undefined): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(WAV_HEADER_BYTES);
  const view = new DataView(header.buffer);
  const write = (offset: number, text: string): void => header.set(new TextEncoder().encode(text), offset);
  write(0, "RIFF");
  view.setUint32(4, dataBytes === undefined ? UNKNOWN_LENGTH : WAV_HEADER_BYTES - 8 + dataBytes, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, format.channels, true);
  view.setUint32(24, format.sampleRate, true);
  view.setUint32(28, format.sampleRate * pcmFrameBytes(format), true);
  view.setUint16(32, pcmFrameBytes(format), true);
  view.setUint16(34, PCM_SAMPLE_BYTES * 8, true);
  write(36, "data");
  view.setUint32(40, dataBytes ?? UNKNOWN_LENGTH, true);
  return header;
}

/** A complete WAV file from raw samples; a broken last sample is left out. */
export function writeWav(pcm: Uint8Array, format: PcmFormat): Uint8Array<ArrayBuffer> {
  const whole = pcm.subarray(0, pcm.length - (pcm.length % pcmFrameBytes(format)));
  return concatenate([wavHeader(format, whole.length), whole]);
}

/** What a WAV file holds, found chunk by chunk; `undefined` when it is not 16-bit PCM. A stated length beyond the end is cut to it. */
export function readWav(file: Uint8Array): { readonly format: PcmFormat; readonly pcm: Uint8Array } | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 12 || name(file, 0) !== "RIFF" || name(file, 8) !== "WAVE") return undefined;
  let format: PcmFormat | undefined;
  for (let at = 12; at + 8 <= file.length;) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (name(file, at) === "fmt " && body + 16 <= file.length) {
      if (view.getUint16(body, true) !== 1 || view.getUint16(body + 14, true) !== 16) return undefined;
      format = { channels: view.getUint16(body + 2, true), sampleRate: view.getUint32(body + 4, true) };
    }
    if (name(file, at) === "data" && format !== undefined) {
      if (format.channels === 0 || format.sampleRate === 0) return undefined;
      return { format, pcm: file.subarray(body, Math.min(file.length, body + size)) };
    }
    at = body + size + (size % 2);
  }
  return undefined;
}

function name(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}
