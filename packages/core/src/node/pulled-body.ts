import type { TransportBody } from "../http/transport.js";

/** What the connection lets a reader do. */
export interface Flow {
  pause(): void;
  resume(): void;
  /** Closes the connection. */
  close(): void;
}

interface Waiter {
  readonly resolve: (piece: Uint8Array | undefined) => void;
  readonly reject: (error: Error) => void;
}

// Enough to keep a reader busy for one turn; beyond it the socket is no longer read, so that a slow reader slows the sender.
const HIGH_WATER_BYTES = 64 * 1024;

/**
 * Turns pushed pieces into pulled ones, and holds the connection back while nobody pulls (NET-4). What one reading of the socket brought is pulled
 * as one piece, however many chunks it came in: each of them would cost its reader a turn.
 */
export class PulledBody implements TransportBody {
  readonly #flow: Flow;
  #pieces: Uint8Array[] = [];
  #queuedBytes = 0;
  #paused = false;
  #ended = false;
  #error: Error | undefined;
  #waiter: Waiter | undefined;
  #delivering = false;

  constructor(flow: Flow) {
    this.#flow = flow;
  }

  push(piece: Uint8Array): void {
    if (this.#ended) return;
    this.#pieces.push(piece);
    this.#queuedBytes += piece.byteLength;
    if (this.#waiter !== undefined) {
      if (this.#delivering) return;
      this.#delivering = true;
      // Behind the pieces that are pushed in the same turn.
      queueMicrotask(this.#deliver);
      return;
    }
    if (this.#queuedBytes < HIGH_WATER_BYTES || this.#paused) return;
    this.#paused = true;
    this.#flow.pause();
  }

  /** The last piece has been pushed. */
  end(): void {
    this.#ended = true;
    if (this.#pieces.length === 0) this.#takeWaiter()?.resolve(undefined);
  }

  /** The connection broke: what arrived before is still given out. */
  fail(error: Error): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    if (this.#pieces.length === 0) this.#takeWaiter()?.reject(error);
  }

  /** The caller gave up: nothing more is given out. */
  abort(reason: Error): void {
    this.#pieces = [];
    this.fail(reason);
  }

  // Without `async`: a piece that waits for its reader is given without a promise around the promise.
  read(): Promise<Uint8Array | undefined> {
    if (this.#pieces.length > 0) return Promise.resolve(this.#takePieces());
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.#ended) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
    });
  }

  async cancel(): Promise<void> {
    this.#pieces = [];
    if (this.#ended) return;
    this.end();
    this.#flow.close();
  }

  readonly #deliver = (): void => {
    this.#delivering = false;
    if (this.#pieces.length > 0) this.#takeWaiter()?.resolve(this.#takePieces());
  };

  #takePieces(): Uint8Array {
    const [first = new Uint8Array(), ...others] = this.#pieces;
    this.#pieces = [];
    this.#queuedBytes = 0;
    if (this.#paused) {
      this.#paused = false;
      this.#flow.resume();
    }
    return others.length === 0 ? first : Buffer.concat([first, ...others]);
  }

  #takeWaiter(): Waiter | undefined {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    return waiter;
  }
}
