import { ToolkitError, type Warning } from "@openclaw/core/internal/stream";
import { ChatError } from "./chat-error.js";
import type { ChatAttempt, ChatEvent, ErrorEvent, FinishEvent, FinishReason } from "./events.js";
import type { AssistantMessage, ToolCall } from "./messages.js";
import { rest } from "./parts.js";
import { type ChatSession, leftEarly } from "./chat-session.js";
import type { Usage } from "./usage.js";

/** A whole answer. */
export interface ChatResult {
  readonly text: string;
  readonly message: AssistantMessage;
  readonly toolCalls: readonly ToolCall[];
  readonly images: readonly { readonly url: string }[];
  readonly finishReason: FinishReason;
  readonly rawFinishReason: string | undefined;
  readonly usage: Usage | undefined;
  /** The model that finished the answer, by API id. */
  readonly model: string;
  readonly provider: string | undefined;
  readonly generationId: string | undefined;
  readonly attempts: readonly ChatAttempt[];
  readonly warnings: readonly Warning[];
}

type Next = IteratorResult<ChatEvent, undefined>;
type Terminal = FinishEvent | ErrorEvent;

const DONE: Next = { done: true, value: undefined };

/**
 * The events of one answer, and the answer itself from the same object (CHAT-10). Iterate it once; leaving the loop closes the
 * connection. Failures come as the terminal `error` event; only `result()` and `text()` reject.
 */
export class ChatStream implements AsyncIterable<ChatEvent> {
  readonly #open: () => ChatSession;
  /** Made by the first read: until then nothing is sent, timed or held. */
  #session: ChatSession | undefined;
  #batch: readonly ChatEvent[] = [];
  #position = 0;
  /** The read that is on its way; those that come meanwhile queue behind it. */
  #reading: Promise<Next> | undefined;
  #taken = false;
  #left = false;
  #terminal: Terminal | undefined;
  readonly #over: Promise<void>;
  #setOver: () => void = () => undefined;

  constructor(open: () => ChatSession) {
    this.#open = open;
    this.#over = new Promise((resolve) => (this.#setOver = resolve));
  }

  [Symbol.asyncIterator](): AsyncIterator<ChatEvent, undefined> {
    if (this.#taken) throw new ToolkitError("This stream is already being read; start another one.", { code: "input_invalid" });
    this.#taken = true;
    return {
      next: () => {
        const event = this.#reading === undefined ? this.#batch[this.#position] : undefined;
        if (event === undefined) return this.#queue();
        this.#position++;
        return Promise.resolve({ done: false, value: event });
      },
      return: async () => {
        this.#leave();
        await this.#session?.cancel();
        return DONE;
      },
    };
  }

  #queue(): Promise<Next> {
    const reading = (this.#reading ?? Promise.resolve()).then(() => this.#read());
    this.#reading = reading;
    return reading.finally(() => {
      if (this.#reading === reading) this.#reading = undefined;
    });
  }

  async #read(): Promise<Next> {
    if (this.#batch[this.#position] === undefined) {
      this.#batch = this.#left ? [] : ((await (this.#session ??= this.#open()).next()) ?? []);
      this.#position = 0;
      const last = this.#batch.at(-1);
      if (last?.type === "finish" || last?.type === "error") {
        this.#terminal = last;
        this.#setOver();
      }
    }
    const event = this.#batch[this.#position++];
    return event === undefined || this.#left ? DONE : { done: false, value: event };
  }

  #leave(): void {
    this.#left = true;
    this.#batch = [];
    this.#setOver();
  }

  /** Ends the request; the connection closes at once. Whoever is reading gets the terminal `error` with an `AbortError`. */
  async cancel(): Promise<void> {
    if (this.#terminal !== undefined) return;
    if (this.#session === undefined) this.#leave();
    this.#batch = [];
    await this.#session?.cancel();
  }

  /**
   * Only the text, as it comes.
   *
   * @throws as `result()` does, and StreamError `stream_diverged` instead of a `restart`, which cannot be told in text
   */
  async *text(): AsyncGenerator<string, void> {
    let begun = false;
    for await (const event of this) {
      if (event.type === "text") {
        begun = true;
        yield event.text;
      } else if (event.type === "restart" && begun) {
        throw (await rest.load()).startedOver(event.reason);
      } else if (event.type === "error") throw failureOf(event);
    }
  }

  /**
   * The whole answer: reads the rest when nobody iterates, else waits for whoever does.
   *
   * @throws ChatError with what had arrived, or the platform's AbortError when the caller aborted or left the stream
   */
  async result(): Promise<ChatResult> {
    if (!this.#taken) {
      for await (const event of this) if (event.type === "finish" || event.type === "error") break;
    }
    await this.#over;
    const terminal = this.#terminal;
    if (terminal === undefined) throw leftEarly();
    if (terminal.type === "error") throw failureOf(terminal);
    const { message } = terminal;
    return {
      text: message.content ?? "",
      message,
      toolCalls: message.toolCalls ?? [],
      images: message.images ?? [],
      finishReason: terminal.reason,
      rawFinishReason: terminal.rawReason,
      usage: terminal.usage,
      model: terminal.model,
      provider: terminal.provider,
      generationId: terminal.generationId,
      attempts: terminal.attempts,
      warnings: this.#session?.warnings ?? [],
    };
  }
}

function failureOf(event: ErrorEvent): Error {
  return ToolkitError.isInstance(event.error) ? new ChatError(event.error, event) : event.error;
}
