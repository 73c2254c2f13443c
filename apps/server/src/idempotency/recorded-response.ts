import { type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from "node:http";

/** An answer as it was given. */
export interface Recording {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: it was larger than what is kept. */
  readonly body: Uint8Array | undefined;
}

export interface RecorderOptions {
  readonly maxBytes: number;
  /** Told once: with the whole answer before its end goes out, or with nothing when it broke off. The end waits for it. */
  readonly onEnd: (recording: Recording | undefined) => Promise<void>;
}

/**
 * An answer that is kept as it goes out (SRV-6). It stands in for the real response, and goes on when that one's client has left: what was
 * bought for somebody who will ask again is made to the end.
 */
export class RecordedResponse extends ServerResponse {
  readonly #real: ServerResponse;
  readonly #options: RecorderOptions;
  readonly #pieces: Buffer[] = [];
  #bytes = 0;
  #headers: Readonly<Record<string, string>> = {};
  #ended = false;

  constructor(request: IncomingMessage, real: ServerResponse, options: RecorderOptions) {
    super(request);
    this.#real = real;
    this.#options = options;
    real.on("drain", () => this.emit("drain"));
    // Whoever waits for a slow reader that has left goes on.
    real.on("close", () => this.emit("drain"));
  }

  override writeHead(statusCode: number, ...rest: unknown[]): this {
    const given = rest.findLast((value) => typeof value === "object") as OutgoingHttpHeaders | undefined;
    this.statusCode = statusCode;
    this.#headers = Object.fromEntries(
      Object.entries(given ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), String(value)]])),
    );
    super.writeHead(statusCode);
    if (this.#reachable) this.#real.writeHead(statusCode, given);
    return this;
  }

  override write(piece: unknown): boolean {
    if (this.#ended) return true;
    if (!this.headersSent) this.writeHead(this.statusCode);
    const bytes = toBytes(piece);
    this.#keep(bytes);
    return this.#reachable ? this.#real.write(bytes) : true;
  }

  override end(last?: unknown): this {
    if (this.#ended) return this;
    this.#ended = true;
    if (!this.headersSent) this.writeHead(this.statusCode);
    const bytes = last === undefined || last === null || typeof last === "function" ? undefined : toBytes(last);
    if (bytes !== undefined) this.#keep(bytes);
    const body = this.#bytes > this.#options.maxBytes ? undefined : Buffer.concat(this.#pieces, this.#bytes);
    void this.#finish({ status: this.statusCode, headers: this.#headers, body }, bytes);
    super.end();
    return this;
  }

  override destroy(error?: Error): this {
    if (!this.#ended) {
      this.#ended = true;
      void this.#options.onEnd(undefined);
      this.#real.destroy(error);
    }
    return super.destroy(error);
  }

  async #finish(recording: Recording, last: Buffer | undefined): Promise<void> {
    await this.#options.onEnd(recording);
    if (!this.#reachable) return;
    if (last === undefined) this.#real.end();
    else this.#real.end(last);
  }

  get #reachable(): boolean {
    return !this.#real.destroyed && !this.#real.writableEnded;
  }

  #keep(bytes: Buffer): void {
    this.#bytes += bytes.length;
    if (this.#bytes > this.#options.maxBytes) this.#pieces.length = 0;
    else this.#pieces.push(bytes);
  }
}

function toBytes(piece: unknown): Buffer {
  if (typeof piece === "string") return Buffer.from(piece);
  return piece instanceof Uint8Array ? Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength) : Buffer.alloc(0);
}
