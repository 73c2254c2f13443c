import type { WasmMediaEncoder } from "wasm-media-encoders";

export interface Mp3Writer {
  /** Encodes samples (-1..1); gives the bytes that are ready. */
  write(samples: Float32Array): Uint8Array;
  /** The last frames. */
  finish(): Uint8Array;
}

/** A mono MP3 encoder at a constant bit rate, so that length and duration agree. */
export async function createMp3Writer(sampleRate: 16_000 | 24_000 | 44_100, bitrate: 48 | 64 | 96 = 64): Promise<Mp3Writer> {
  const { createMp3Encoder } = await import("wasm-media-encoders");
  const encoder: WasmMediaEncoder<"audio/mpeg"> = await createMp3Encoder();
  encoder.configure({ sampleRate, channels: 1, bitrate });
  // The encoder lends a view of its own memory: copy before the next call.
  return {
    write: (samples) => encoder.encode([samples]).slice(),
    finish: () => encoder.finalize().slice(),
  };
}
