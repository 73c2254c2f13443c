/**
 * One kind of content of a recovered answer, held against what was already delivered of it (FAIL-5): what repeats the delivered beginning
 * is swallowed, what follows passes.
 */
export class PrefixChannel {
  readonly #delivered: string;
  #cursor = 0;

  constructor(delivered: string) {
    this.#delivered = delivered;
  }

  /** Everything that was delivered has been repeated. */
  get caughtUp(): boolean {
    return this.#cursor >= this.#delivered.length;
  }

  /** The part of `piece` that is new, possibly `""`; `undefined` when it departs from what was delivered. */
  take(piece: string): string | undefined {
    if (this.caughtUp) return piece;
    const overlap = Math.min(piece.length, this.#delivered.length - this.#cursor);
    if (!this.#delivered.startsWith(piece.slice(0, overlap), this.#cursor)) return undefined;
    this.#cursor += overlap;
    return piece.slice(overlap);
  }
}
