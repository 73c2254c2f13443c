import { ToolkitError, type Warning } from "@openclaw/core";
import { ChatError } from "./chat-error.js";
import type { ChatEvent, ErrorEvent, FinishEvent } from "./events.js";
import type { AssistantMessage, ToolCall } from "./messages.js";
import type { ChatSession } from "./stream/chat-session.js";
import type { AttemptRecord } from "@openclaw/core";
import type { FinishReason } from "./events.js";
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
  readonly attempts: readonly AttemptRecord[];
  readonly warnings: readonly Warning[];
}

const DONE: IteratorResult<ChatEvent, undefined> = { done: true, value: undefined };

/**
 * The events of one answer, and the answer itself from the same object (CHAT-10). Iterate it once; leaving the loop closes the
 * connection. Failures come as the terminal `error` event; only `result()` and `text()` reject.
 */
export class ChatStream implements AsyncIterable<ChatEvent> {
  readonly #session: ChatSession;
  #batch: readonly ChatEvent[] = [];
  #position = 0;
  #taken = false;
  #terminal: FinishEvent | ErrorEvent | undefined;
  #result: Promise<ChatResult> | undefined;

  constructor(session: ChatSession) {
    this.#session = session;
  }

  [Symbol.asyncIterator](): AsyncIterator<ChatEvent, undefined> {
    if (this.#taken)
      throw new ToolkitError("This stream is already being read; start another one to read again.", { code: "input_invalid" });
    this.#taken = true;
    return {
      next: () => {
        const event = this.#batch[this.#position];
        if (event === undefined) return this.#pull();
        this.#position++;
        return Promise.resolve({ done: false, value: event });
      },
      return: async () => {
        await this.cancel();
        return DONE;
      },
    };
  }

  async #pull(): Promise<IteratorResult<ChatEvent, undefined>> {
    const batch = await this.#session.next();
    const first = batch?.[0];
    if (batch === undefined || first === undefined) return DONE;
    this.#batch = batch;
    this.#position = 1;
    const last = batch.at(-1);
    if (last?.type === "finish" || last?.type === "error") this.#terminal = last;
    return { done: false, value: first };
  }

  /** Ends the request; the connection closes at once. */
  async cancel(): Promise<void> {
    this.#batch = [];
    await this.#session.cancel();
  }

  /** Only the text, as it comes. A `restart` cannot be told in text: use `onDivergence: "error"` with it. @throws as `result()` does */
  async *text(): AsyncGenerator<string, void> {
    for await (const event of this) {
      if (event.type === "text") yield event.text;
      else if (event.type === "error") throw failureOf(event);
    }
  }

  /**
   * The whole answer: reads the rest when nobody iterates, else waits for whoever does.
   *
   * @throws ChatError with what had arrived, or the platform's AbortError when the caller aborted
   */
  result(): Promise<ChatResult> {
    this.#result ??= this.#collect();
    return this.#result;
  }

  async #collect(): Promise<ChatResult> {
    if (!this.#taken) {
      for await (const event of this) if (event.type === "finish" || event.type === "error") break;
    }
    const terminal = this.#terminal;
    if (terminal === undefined) throw new DOMException("The stream was left before its end.", "AbortError");
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
      warnings: this.#session.warnings,
    };
  }
}

function failureOf(event: ErrorEvent): Error {
  return ToolkitError.isInstance(event.error) ? new ChatError(event.error, event) : event.error;
}
