// A shorter beginning may well be repeated by a real continuation.
const MIN_ECHO_CHARACTERS = 24;

/**
 * Text that continues a prefilled answer (FAIL-5). Two habits of providers are evened out: the whole prefill, which some hosts echo first,
 * and the white space at the end of what was delivered, which was not sent and may come again.
 */
export class PrefillChannel {
  /** What was sent as the beginning of the answer. */
  readonly #sent: string;
  readonly #trailingSpace: string;
  #held = "";
  #state: "echo" | "space" | "settled";

  constructor(delivered: string) {
    this.#sent = delivered.trimEnd();
    this.#trailingSpace = delivered.slice(this.#sent.length);
    this.#state = this.#sent.length < MIN_ECHO_CHARACTERS ? "space" : "echo";
  }

  /** The new text in `piece`; what may still be an echo is held until it is known. */
  take(piece: string): string {
    if (this.#state === "settled") return piece;
    this.#held += piece;
    if (this.#state === "echo") {
      if (this.#held.length < this.#sent.length && this.#sent.startsWith(this.#held)) return "";
      if (this.#held.startsWith(this.#sent)) this.#held = this.#held.slice(this.#sent.length);
      this.#state = "space";
    }
    return this.#trailingSpace.startsWith(this.#held) ? "" : this.#settle();
  }

  /** What was still held when the answer ended. */
  finish(): string {
    return this.#state === "settled" ? "" : this.#settle();
  }

  #settle(): string {
    const text = withoutRepeatedSpace(this.#held, this.#trailingSpace);
    this.#state = "settled";
    this.#held = "";
    return text;
  }
}

function withoutRepeatedSpace(text: string, delivered: string): string {
  let repeated = 0;
  while (repeated < delivered.length && text[repeated] === delivered[repeated]) repeated++;
  return text.slice(repeated);
}
