import type { AudioJoiner } from "./audio-joiner.js";
import { concatenate } from "./bytes.js";
import { pcmDurationMs, type PcmFormat, pcmFrameBytes } from "./pcm.js";
import { wavHeader } from "./wav.js";

const NOTHING = new Uint8Array();

/** Raw samples join exactly: byte behind byte, cut between samples only (TTS-3). */
export function createPcmJoiner(format: PcmFormat): AudioJoiner {
  const size = pcmFrameBytes(format);
  let broken: Uint8Array = NOTHING;
  let taken = 0;
  let passOver = 0;
  let total = 0;
  let partStart = 0;
  return {
    begin() {
      broken = NOTHING;
      taken = 0;
      passOver = 0;
      partStart = total;
    },
    again() {
      broken = NOTHING;
      passOver = taken;
    },
    push(bytes) {
      const skipped = Math.min(passOver, bytes.length);
      passOver -= skipped;
      const all = broken.length === 0 ? bytes.subarray(skipped) : concatenate([broken, bytes.subarray(skipped)]);
      const whole = all.length - (all.length % size);
      broken = all.slice(whole);
      taken += whole;
      total += whole;
      return all.subarray(0, whole);
    },
    endPart: () => NOTHING,
    end: () => NOTHING,
    durationMs: () => pcmDurationMs(total, format),
    partStartMs: () => pcmDurationMs(partStart, format),
    header: (lengthBytes) => wavHeader(format, lengthBytes),
  };
}
