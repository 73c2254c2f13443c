import { randomBytes } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** `length` letters and digits. */
export function randomLetters(length: number): string {
  let letters = "";
  for (const byte of randomBytes(length)) letters += ALPHABET.charAt(byte % ALPHABET.length);
  return letters;
}

/** A generation id as the provider writes it: `gen-<unix seconds>-<20 letters>`; `kind` adds `tts`, `stt`, `vid`, `img`, … */
export function makeGenerationId(nowMs: number, kind?: string): string {
  return `gen-${kind === undefined ? "" : `${kind}-`}${Math.floor(nowMs / 1000)}-${randomLetters(20)}`;
}
