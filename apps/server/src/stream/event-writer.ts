import type { Exchange } from "../http/exchange.js";
import type { Heartbeat } from "./heartbeat.js";
import { writeChunk } from "./write-chunk.js";

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

/**
 * Writes an event stream (SRV-7): what is written in one turn goes out together and at once; a client that reads slowly is waited for; a
 * stream with nothing to say sends comments, so that proxies keep it open.
 */
export class EventWriter {
  readonly #exchange: Exchange;
  readonly #heartbeat: Heartbeat;
  readonly #headers: () => Readonly<Record<string, string>>;
  #pending = "";
  #flushing = false;
  #full = false;
  #room: Promise<void> = Promise.resolve();
  #started = false;
  lastWriteMs = performance.now();

  /** @param options.headers asked for when the first byte goes out, which is when they are known best */
  constructor(exchange: Exchange, options: { readonly heartbeat: Heartbeat; readonly headers: () => Readonly<Record<string, string>> }) {
    this.#exchange = exchange;
    this.#heartbeat = options.heartbeat;
    this.#headers = options.headers;
    options.heartbeat.add(this);
  }

  /** The status line is out: an error can only be told in the stream. */
  get started(): boolean {
    return this.#started;
  }

  /** The client has more to read than is good: wait for `drained`. */
  get full(): boolean {
    return this.#full;
  }

  write(text: string): void {
    if (text === "") return;
    this.#pending += text;
    if (this.#flushing) return;
    this.#flushing = true;
    // After the microtasks of this turn: the events of one network piece become one write.
    process.nextTick(this.#flush);
  }

  /** Bytes that go out as they are, at once. */
  pass(bytes: Uint8Array): void {
    this.#flush();
    const { response } = this.#exchange;
    if (response.destroyed || response.writableEnded) return;
    this.#send(bytes);
  }

  /** A sign of life that no client takes for an event. */
  beat(): void {
    const { response } = this.#exchange;
    // However the answer ended: nothing of it is held on to.
    if (response.destroyed || response.writableEnded) this.release();
    else if (!this.#full) this.write(": keep-alive\n\n");
  }

  /** Settles when the client has caught up, or has gone. */
  async drained(): Promise<void> {
    if (this.#full) await this.#room;
  }

  end(): void {
    this.#heartbeat.remove(this);
    this.#flush();
    if (this.#started) this.#exchange.response.end();
  }

  /** Lets go without an answer: another one is given instead. */
  release(): void {
    this.#heartbeat.remove(this);
    this.#pending = "";
  }

  readonly #flush = (): void => {
    this.#flushing = false;
    const { response } = this.#exchange;
    if (this.#pending === "" || response.destroyed || response.writableEnded) return;
    const text = this.#pending;
    this.#pending = "";
    this.#send(text);
  };

  #send(piece: string | Uint8Array): void {
    const { response, headers } = this.#exchange;
    this.lastWriteMs = performance.now();
    this.#exchange.sentLength += piece.length;
    if (this.#started) {
      if (!writeChunk(response, piece)) this.#fill();
      return;
    }
    this.#started = true;
    response.writeHead(200, { ...headers, ...HEADERS, ...this.#headers() });
    if (!response.write(piece)) this.#fill();
  }

  /** Listens from now on: whoever asks whether there is room may come long after the client has caught up. */
  #fill(): void {
    const { response, signal } = this.#exchange;
    if (this.#full || signal.aborted || response.destroyed) return;
    this.#full = true;
    const { socket } = response;
    this.#room = new Promise((resolve) => {
      const done = (): void => {
        socket?.off("drain", done);
        response.off("drain", done).off("close", done);
        signal.removeEventListener("abort", done);
        this.#full = false;
        resolve();
      };
      socket?.on("drain", done);
      response.on("drain", done).on("close", done);
      signal.addEventListener("abort", done, { once: true });
    });
  }
}
