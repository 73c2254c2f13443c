const LF = 0x0a;
const CR = 0x0d;

/**
 * Cuts a stream of bytes at the borders of its events: what is passed on is always whole events, so that an event of ours can follow at
 * any time. Bounded: an event that never ends is passed on in pieces.
 */
export class FrameSplitter {
  #held: Buffer | undefined;
  readonly #maxHeldBytes: number;

  constructor(maxHeldBytes: number = 4 * 1024 * 1024) {
    this.#maxHeldBytes = maxHeldBytes;
  }

  /** @returns the whole events up to here; empty when there is none yet */
  push(piece: Uint8Array): Buffer {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const all = this.#held === undefined ? bytes : Buffer.concat([this.#held, bytes]);
    const border = lastBorder(all);
    if (border === all.length || all.length > this.#maxHeldBytes) {
      this.#held = undefined;
      return all;
    }
    this.#held = all.subarray(border);
    return all.subarray(0, border);
  }

  /** What stands behind the last border: an event that was not ended. */
  rest(): Buffer {
    const held = this.#held ?? Buffer.alloc(0);
    this.#held = undefined;
    return held;
  }
}

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
