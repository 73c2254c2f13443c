/** How raw samples are to be read: signed 16 bits, little-endian, channels side by side. */
export interface PcmFormat {
  readonly sampleRate: number;
  readonly channels: number;
}

/** What OpenRouter's speech models send when they do not say. */
export const DEFAULT_PCM: PcmFormat = { sampleRate: 24_000, channels: 1 };

export const PCM_SAMPLE_BYTES = 2;

/** Bytes of one sample of every channel; audio is only ever cut between such groups. */
export function pcmFrameBytes(format: PcmFormat): number {
  return PCM_SAMPLE_BYTES * format.channels;
}

/** How long so many bytes sound, in milliseconds; half a frame at the end does not count. */
export function pcmDurationMs(lengthBytes: number, format: PcmFormat): number {
  return (Math.floor(lengthBytes / pcmFrameBytes(format)) * 1000) / format.sampleRate;
}

/** Reads `audio/pcm;rate=24000;channels=1`; what is not said is what the API sends by default. */
export function readPcmFormat(contentType: string): PcmFormat {
  const read = (name: string): number | undefined => {
    const value = Number(new RegExp(`;\\s*${name}\\s*=\\s*"?(\\d+)`, "i").exec(contentType)?.[1]);
    return Number.isInteger(value) && value > 0 ? value : undefined;
  };
  return { sampleRate: read("rate") ?? DEFAULT_PCM.sampleRate, channels: read("channels") ?? DEFAULT_PCM.channels };
}
