import { seededRandom } from "./seeded-random.js";

export interface SplitBytesOptions {
  /** Seeds of the random splits; three by default. */
  readonly seeds?: readonly number[];
  /** Longest piece of a random split, in bytes; 64 by default. */
  readonly maxPieceBytes?: number;
}

/** One way to cut the same bytes. `name` says which, so that a failing case can be repeated alone. */
export interface ByteSplit {
  readonly name: string;
  readonly chunks: readonly Uint8Array[];
}

/**
 * Every way a recording should be replayed: whole, cut once at each border, byte by byte, and at random borders by seed.
 * Lazy, because n bytes give n-1 two-way cuts.
 */
export function* splitBytes(input: Uint8Array | string, options: SplitBytesOptions = {}): Generator<ByteSplit> {
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  yield { name: "whole", chunks: [bytes] };
  for (let border = 1; border < bytes.length; border += 1) {
    yield { name: `cut at byte ${border}`, chunks: [bytes.subarray(0, border), bytes.subarray(border)] };
  }
  yield { name: "byte by byte", chunks: Array.from(bytes, (_byte, index) => bytes.subarray(index, index + 1)) };
  for (const seed of options.seeds ?? [1, 2, 3]) {
    yield { name: `random, seed ${seed}`, chunks: randomPieces(bytes, seed, options.maxPieceBytes ?? 64) };
  }
}

/** Puts pieces back together. */
export function joinBytes(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    joined.set(chunk, offset);
    offset += chunk.length;
  }
  return joined;
}

function randomPieces(bytes: Uint8Array, seed: number, maxPieceBytes: number): Uint8Array[] {
  const random = seededRandom(seed);
  const pieces: Uint8Array[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const length = 1 + Math.floor(random() * maxPieceBytes);
    pieces.push(bytes.subarray(offset, offset + length));
    offset += length;
  }
  return pieces;
}
