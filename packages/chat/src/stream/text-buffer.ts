// Enough to make joining rare, little enough that the pieces weigh nothing.
const PIECES = 256;

/**
 * Text that grows by many small pieces. Plain `+=` would keep every piece alive as a node of a rope: a million tokens would cost thirty
 * times their characters.
 */
export class TextBuffer {
  #text = "";
  #pieces: string[] = [];
  /** In characters; not to be set. */
  length = 0;

  append(piece: string): void {
    this.length += piece.length;
    if (this.#pieces.push(piece) >= PIECES) this.#flatten();
  }

  toString(): string {
    this.#flatten();
    return this.#text;
  }

  #flatten(): void {
    if (this.#pieces.length === 0) return;
    this.#text += this.#pieces.join("");
    this.#pieces = [];
  }
}
