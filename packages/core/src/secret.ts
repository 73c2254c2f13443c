import { REDACTED } from "./errors/redact-shapes.js";

/**
 * A value that prints as `[redacted]` wherever it is turned into text by accident: string templates, JSON, `console.log`.
 * Only `reveal()` gives the real value, so every place that uses a key can be found by one search (KEY-6).
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  // Read by Node's util.inspect and console.log.
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return REDACTED;
  }
}
