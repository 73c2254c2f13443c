import { wavHeader } from "../media/encode/wav.js";

const RATE = 24_000;

/** 24 kHz mono PCM as a WAV file. */
export function pcmToWav(pcm: Uint8Array): Uint8Array {
  return Buffer.concat([wavHeader(pcm.length, RATE), pcm]);
}
