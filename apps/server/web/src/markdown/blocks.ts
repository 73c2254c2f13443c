import { Lexer, type Token, type TokensList } from "marked";
import { MATH_EXTENSIONS } from "./math.js";

/** A top-level part of a text: a paragraph, a list, a table, a code block. */
export interface Block {
  readonly id: number;
  readonly token: Token;
  /** Nothing that comes later can change it. */
  readonly closed: boolean;
}

/**
 * Parses a text that grows at its end. Blocks that are closed keep their identity, so that only the last one is parsed and drawn again when text
 * comes: the work for a piece does not grow with the answer.
 */
export class GrowingText {
  #text = "";
  /** Where the open part begins. */
  #openFrom = 0;
  #closed: readonly Block[] = [];
  #open: readonly Block[] = [];
  #nextId = 0;

  get blocks(): readonly Block[] {
    return [...this.#closed, ...this.#open];
  }

  /** Takes the whole text so far. A text that does not continue the one before starts anew. */
  update(given: string, ended: boolean): readonly Block[] {
    // The parser counts line ends of any kind as one sign.
    const text = given.includes("\r") ? given.replaceAll(/\r\n?/g, "\n") : given;
    if (!text.startsWith(this.#text)) this.#reset();
    this.#text = text;
    const tokens = lex(text.slice(this.#openFrom));
    const last = ended ? tokens.length : lastOpen(tokens);
    const closed: Block[] = [];
    for (const token of tokens.slice(0, last)) {
      this.#openFrom += token.raw.length;
      if (token.type !== "space") closed.push({ id: this.#nextId++, token, closed: true });
    }
    if (closed.length > 0) this.#closed = [...this.#closed, ...closed];
    this.#open = tokens
      .slice(last)
      .filter(({ type }) => type !== "space")
      .map((token, index) => ({ id: this.#nextId + index, token, closed: false }));
    return this.blocks;
  }

  #reset(): void {
    this.#openFrom = 0;
    this.#closed = [];
    this.#open = [];
    this.#nextId = 0;
  }
}

/**
 * The last two tokens that are more than gaps are still open: the last one grows, and what looks like a new paragraph now (`2`) may turn out to be
 * the next item of the list before it (`2. second`).
 */
function lastOpen(tokens: readonly Token[]): number {
  let seen = 0;
  for (let index = tokens.length - 1; index >= 0; index--) {
    if (tokens[index]?.type !== "space" && ++seen === 2) return index;
  }
  return 0;
}

/** Lexes without marked's normalising, so that the raws add up to the text. */
function lex(text: string): TokensList {
  return new Lexer({ gfm: true, breaks: true, extensions: MATH_EXTENSIONS }).lex(text);
}
