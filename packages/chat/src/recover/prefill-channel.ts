// A shorter beginning may well be repeated by a real continuation.
const MIN_ECHO_CHARACTERS = 24;

/**
 * Text that continues a prefilled answer (FAIL-5). Two habits of providers are evened out: the white space at the end of the prefill, which
 * was not sent and may come again, and the whole prefill, which some hosts echo first.
 */
export class PrefillChannel {
  readonly #delivered: string;
  readonly #trailingSpace: string;
  #held = "";
  #settled = false;

  constructor(delivered: string) {
    this.#delivered = delivered;
    this.#trailingSpace = delivered.slice(delivered.trimEnd().length);
  }

  /** The new text in `piece`; what may still be an echo is held until it is known. */
  take(piece: string): string {
    if (this.#settled) return piece;
    this.#held += piece;
    const maybeEcho = this.#delivered.length >= MIN_ECHO_CHARACTERS;
    if (maybeEcho && this.#delivered.startsWith(this.#held)) return "";
    if (maybeEcho && this.#held.startsWith(this.#delivered)) return this.#settle(this.#held.slice(this.#delivered.length));
    if (this.#trailingSpace.startsWith(this.#held)) return "";
    return this.#settle(withoutRepeatedSpace(this.#held, this.#trailingSpace));
  }

  /** What was still held when the answer ended. */
  finish(): string {
    if (this.#settled || this.#held === this.#delivered) return "";
    return this.#settle(withoutRepeatedSpace(this.#held, this.#trailingSpace));
  }

  #settle(text: string): string {
    this.#settled = true;
    this.#held = "";
    return text;
  }
}

function withoutRepeatedSpace(text: string, delivered: string): string {
  let repeated = 0;
  while (repeated < delivered.length && text[repeated] === delivered[repeated]) repeated++;
  return text.slice(repeated);
}
