const LF = 0x0a;
const CR = 0x0d;

// A border has at most so many bytes before its last one.
const SEAM_BYTES = 2;

/**
 * Cuts a stream of bytes at the borders of its events: what is passed on is always whole events, so that an event of ours can follow at
 * any time. Bounded: an event that never ends is passed on in pieces. Each byte is looked at once, however small the pieces of a large event are.
 */
export class FrameSplitter {
  #held: Buffer[] = [];
  #heldBytes = 0;
  readonly #maxHeldBytes: number;

  constructor(maxHeldBytes: number = 4 * 1024 * 1024) {
    this.#maxHeldBytes = maxHeldBytes;
  }

  /** @returns the whole events up to here; empty when there is none yet */
  push(piece: Uint8Array): Buffer {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    if (bytes.length === 0) return NOTHING;
    const border = this.#borderIn(bytes);
    if (border === bytes.length && this.#heldBytes === 0) return bytes;
    this.#hold(bytes);
    if (border === bytes.length || this.#heldBytes > this.#maxHeldBytes) return this.rest();
    if (border === 0) return NOTHING;
    const all = this.rest();
    const place = all.length - bytes.length + border;
    this.#hold(all.subarray(place));
    return all.subarray(0, place);
  }

  /** What stands behind the last border: an event that was not ended. */
  rest(): Buffer {
    const [first = NOTHING] = this.#held;
    const rest = this.#held.length > 1 ? Buffer.concat(this.#held) : first;
    this.#held = [];
    this.#heldBytes = 0;
    return rest;
  }

  #hold(bytes: Buffer): void {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
  }

  /** The place behind the last border that ends in these bytes; it may begin in what is held. */
  #borderIn(bytes: Buffer): number {
    if (this.#heldBytes === 0) return lastBorder(bytes);
    const seam = this.#seam();
    return Math.max(0, lastBorder(Buffer.concat([seam, bytes])) - seam.length);
  }

  /** The last bytes of what is held, which may lie in several pieces. */
  #seam(): Buffer {
    let seam = NOTHING;
    for (let index = this.#held.length - 1; index >= 0 && seam.length < SEAM_BYTES; index--) {
      const piece = this.#held[index] ?? NOTHING;
      seam = Buffer.concat([piece.subarray(Math.max(0, piece.length - SEAM_BYTES + seam.length)), seam]);
    }
    return seam;
  }
}

const NOTHING = Buffer.alloc(0);

/** The place behind the last blank line, in any of the three kinds of line ends; 0 when there is none. */
function lastBorder(bytes: Buffer): number {
  for (let index = bytes.length - 1; index > 0; index--) {
    const code = bytes[index];
    if (code === LF) {
      const before = bytes[index - 1];
      if (before === LF) return index + 1;
      if (before === CR && (bytes[index - 2] === LF || bytes[index - 2] === CR)) return index + 1;
    } else if (code === CR && bytes[index - 1] === CR) return index + 1;
  }
  return 0;
}
