const FLOOR_BYTES = 4 * 1024 * 1024;
// A character of a syllabary takes a quarter of a second; at quarter speed that is 48 kB of PCM.
const BYTES_PER_CHARACTER = 64 * 1024;
const CEILING_BYTES = 256 * 1024 * 1024;

/** The largest reply that a text of this length can explain: more is a fault of the server, and is cut off (NET-4). */
export function maxSpeechBytes(textLength: number): number {
  return Math.min(CEILING_BYTES, FLOOR_BYTES + textLength * BYTES_PER_CHARACTER);
}
