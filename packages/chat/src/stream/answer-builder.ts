import { ApiError, parseJson, readArray, readErrorValue, readObject, readString, StreamError } from "@openclaw/core";
import type { ChatEvent, FinishReason } from "../events.js";
import type { AssistantMessage } from "../messages.js";
import { readUsage, type Usage } from "../usage.js";
import { isBrokenOff, mapFinishReason } from "./finish-reason.js";
import { AnswerContent } from "./answer-content.js";
import { parseToolInput } from "./tool-calls.js";

/** What a finished answer says of itself, besides its message. */
export interface AnswerEnd {
  readonly reason: FinishReason;
  readonly rawReason: string | undefined;
}

// What a chunk's root is known to hold; the rest (`citations`, `openrouter_metadata`, and what comes next) is kept with the message.
const CHUNK_FIELDS: ReadonlySet<string> = new Set(
  "id object created model provider choices usage error system_fingerprint service_tier user_id".split(" "),
);

/**
 * Turns the chunks of one reply into events, and keeps the message they make (CHAT-10). Nothing odd in a chunk ends the stream: unknown
 * fields are kept, missing ones skipped. What does end it is thrown by `push` or `finish`: an error in the stream, JSON that is none, a
 * reply that stops without saying so, a reply with nothing in it.
 */
export class AnswerBuilder {
  readonly #what: string;
  readonly #mayBeEmpty: boolean;
  readonly #redact: (text: string) => string;
  readonly #content = new AnswerContent();
  #started = false;
  #rawFinish: string | undefined;
  #nativeFinish: string | undefined;
  #done = false;
  generationId: string | undefined;
  model = "";
  provider: string | undefined;
  usage: Usage | undefined;

  /**
   * @param options.what model and host, for messages
   * @param options.mayBeEmpty the answer continues one that was begun, so that nothing more to say is an answer
   * @param options.redact removes the key from what an error in the stream says (KEY-6)
   */
  constructor(options: {
    readonly what: string;
    readonly model: string;
    readonly mayBeEmpty?: boolean;
    readonly redact?: (text: string) => string;
  }) {
    this.#what = options.what;
    this.#mayBeEmpty = options.mayBeEmpty ?? false;
    this.#redact = options.redact ?? ((text) => text);
    this.model = options.model;
  }

  get text(): string {
    return this.#content.text;
  }

  get reasoning(): string {
    return this.#content.reasoning;
  }

  get toolInputs(): readonly { readonly name: string; readonly arguments: string }[] {
    return this.#content.tools.partial;
  }

  /** Grows with what the model itself sent (NET-3). */
  get progress(): number {
    return this.#content.progress;
  }

  /** The model said that it is finished; only usage may follow. */
  get complete(): boolean {
    return this.#done || this.#rawFinish !== undefined;
  }

  /** `[DONE]` was seen. */
  get done(): boolean {
    return this.#done;
  }

  /** Takes the data of one SSE event and appends what it means to `out`. */
  push(data: string, out: ChatEvent[]): void {
    if (this.#done) return;
    if (data === "[DONE]") {
      this.#done = true;
      return;
    }
    const value = parseJson(data);
    const chunk = readObject(value);
    if (chunk === undefined) {
      this.#pushOdd(data.trim(), value);
      return;
    }
    for (const key in chunk) if (!CHUNK_FIELDS.has(key)) this.#content.keep(key, chunk[key]);
    const choice = readObject(readArray(chunk["choices"])?.[0]);
    this.#readHead(chunk, choice !== undefined, out);
    if (choice !== undefined) this.#readChoice(choice, out);
    if (chunk["usage"] != null) this.#readUsage(chunk["usage"], out);
    const error = errorIn(chunk) ?? (choice === undefined ? undefined : errorIn(choice));
    if (error !== undefined) throw this.#readError(error);
  }

  /** What is no chunk: blank, a padded `[DONE]` or a bare JSON value says nothing; what is no JSON at all ends the stream, unless the answer is whole. */
  #pushOdd(text: string, value: unknown): void {
    if (text === "[DONE]") this.#done = true;
    if (value !== undefined || text === "" || this.complete) return;
    throw new StreamError(`${this.#what} sent a chunk that is not JSON, after ${this.#content.textLength} characters of text.`, {
      code: "stream_malformed",
      ...(this.generationId === undefined ? {} : { generationId: this.generationId }),
    });
  }

  #readError(error: unknown): ApiError {
    const source = { status: 200, midStream: true, generationId: this.generationId, what: this.#what };
    return readErrorValue(parseJson(this.#redact(JSON.stringify(error))) ?? error, source);
  }

  /** Some hosts send a frame of their own first, with empty names: the reply begins with the first choice or id. */
  #readHead(chunk: Readonly<Record<string, unknown>>, hasChoice: boolean, out: ChatEvent[]): void {
    const { id, model, provider } = chunk;
    if (typeof model === "string" && model !== "") this.model = model;
    if (typeof provider === "string" && provider !== "") this.provider = provider;
    if (this.#started) return;
    const named = typeof id === "string" && id !== "";
    if (!named && !hasChoice) return;
    this.#started = true;
    if (named) this.generationId = id;
    out.push({ type: "start", generationId: this.generationId, model: this.model, provider: this.provider });
  }

  #readChoice(choice: Readonly<Record<string, unknown>>, out: ChatEvent[]): void {
    // A reply that was not streamed has `message` where a chunk has `delta`.
    const delta = readObject(choice["delta"]) ?? readObject(choice["message"]);
    if (delta !== undefined) this.#content.read(delta, out);
    const finish = choice["finish_reason"];
    if (typeof finish !== "string" || finish === "") return;
    this.#rawFinish = finish;
    this.#nativeFinish = readString(choice["native_finish_reason"]);
  }

  #readUsage(value: unknown, out: ChatEvent[]): void {
    const usage = readUsage(value);
    if (usage === undefined) return;
    this.usage = usage;
    out.push({ type: "usage", usage });
  }

  /**
   * Ends the reply: appends the finished tool calls to `out` and says how it ended.
   *
   * @throws StreamError `stream_truncated`, or ApiError `response_empty` / `provider_unavailable`, when it did not end well (NET-5, FAIL-4)
   */
  finish(out: ChatEvent[]): AnswerEnd {
    if (!this.complete) throw this.#truncated();
    if (isBrokenOff(this.#rawFinish)) {
      throw new ApiError(`${this.#what} broke off the answer with an error${this.#native()}.`, {
        code: "provider_unavailable",
        status: 200,
        midStream: true,
        retryable: true,
        ...(this.generationId === undefined ? {} : { generationId: this.generationId }),
      });
    }
    const calls = this.#content.tools.finish();
    for (const call of calls) out.push({ type: "tool-call", call, ...parseToolInput(call) });
    const mapped = this.#rawFinish === undefined ? "stop" : mapFinishReason(this.#rawFinish);
    const limited = mapped === "length" || mapped === "content-filter";
    if (!limited && !this.#mayBeEmpty && this.#content.isEmpty(calls)) throw this.#empty();
    // Hosts disagree about the reason beside tool calls (quirk 8): the calls decide.
    const reason = limited ? mapped : calls.length > 0 ? "tool-calls" : mapped === "tool-calls" ? "stop" : mapped;
    return { reason, rawReason: this.#rawFinish };
  }

  #truncated(): Error {
    if (!this.#started) {
      return new ApiError(`${this.#what} answered with an empty stream.`, { code: "response_empty", status: 200, retryable: true });
    }
    return new StreamError(
      `The stream from ${this.#what} ended after ${this.#content.textLength} characters without saying that it was finished.`,
      {
        code: "stream_truncated",
        hint: "The text so far is kept; ask again, or add a fallback model.",
        ...(this.generationId === undefined ? {} : { generationId: this.generationId }),
      },
    );
  }

  #empty(): Error {
    const kind = this.#content.reasoning === "" ? "with nothing in it" : "with reasoning only";
    return new ApiError(`${this.#what} ended its answer ${kind}${this.#native()}.`, {
      code: "response_empty",
      status: 200,
      retryable: true,
      ...(this.generationId === undefined ? {} : { generationId: this.generationId }),
    });
  }

  #native(): string {
    return this.#nativeFinish === undefined ? "" : ` (${this.#nativeFinish})`;
  }

  /** The message as it stands, finished or not. Only finished answers carry tool calls: a half one must never run. */
  toMessage(): AssistantMessage {
    return this.#content.toMessage({
      toolCalls: this.complete ? this.#content.tools.finish() : [],
      source: { model: this.model, ...(this.provider === undefined ? {} : { provider: this.provider }) },
    });
  }
}

/** Some gateways send `"error": ""` or `false` beside every chunk; those say nothing. */
function errorIn(holder: Readonly<Record<string, unknown>>): unknown {
  const { error } = holder;
  return readObject(error) !== undefined || (typeof error === "string" && error !== "") ? error : undefined;
}
