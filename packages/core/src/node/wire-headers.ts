import type { ReplyHeaders } from "../http/transport.js";

type Wire = Readonly<Record<string, string | string[] | undefined>>;

/**
 * A reply's headers as the connection gave them, their names in lower case. A reply has some twenty, and two or three are asked for: nothing is
 * copied or checked before that.
 */
export class WireHeaders implements ReplyHeaders {
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** @returns what came under the name, several values joined as `Headers` joins them; `null` when nothing did */
  get(name: string): string | null {
    const key = name.toLowerCase();
    const value = Object.hasOwn(this.#wire, key) ? this.#wire[key] : undefined;
    if (value === undefined) return null;
    return (Array.isArray(value) ? value.join(", ") : value).trim();
  }

  without(names: readonly string[]): WireHeaders {
    return new WireHeaders(Object.fromEntries(Object.entries(this.#wire).filter(([name]) => !names.includes(name))));
  }
}
