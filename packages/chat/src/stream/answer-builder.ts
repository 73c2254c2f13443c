import { ApiError, type JsonObject, parseJson, readArray, readErrorValue, readObject, readString, StreamError } from "@openclaw/core";
import type { ChatEvent, FinishReason } from "../events.js";
import type { AssistantMessage, ToolCall } from "../messages.js";
import { readUsage, type Usage } from "../usage.js";
import { isBrokenOff, mapFinishReason } from "./finish-reason.js";
import { readImages } from "./images.js";
import { ReasoningAssembler } from "./reasoning-details.js";
import { TextBuffer } from "./text-buffer.js";
import { parseToolInput, ToolCallAssembler } from "./tool-calls.js";

/** What a finished answer says of itself, besides its message. */
export interface AnswerEnd {
  readonly reason: FinishReason;
  readonly rawReason: string | undefined;
}

/**
 * Turns the chunks of one reply into events, and keeps the message they make (CHAT-10). Nothing odd in a chunk ends the stream: unknown
 * fields are kept, missing ones skipped. What does end it is thrown by `push` or `finish`: an error in the stream, JSON that is none, a
 * reply that stops without saying so, a reply with nothing in it.
 */
export class AnswerBuilder {
  readonly #what: string;
  readonly #mayBeEmpty: boolean;
  readonly #redact: (text: string) => string;
  readonly #tools = new ToolCallAssembler();
  readonly #details = new ReasoningAssembler();
  readonly #annotations = new Map<string, JsonObject>();
  readonly #images: { readonly url: string }[] = [];
  readonly #extra: Record<string, JsonObject[string]> = {};
  readonly #text = new TextBuffer();
  readonly #reasoning = new TextBuffer();
  #refusal = "";
  readonly #audioData = new TextBuffer();
  #transcript = "";
  #audioId: string | undefined;
  #started = false;
  #rawFinish: string | undefined;
  #nativeFinish: string | undefined;
  #done = false;
  /** Counts what the model itself sent: keep-alives and empty deltas do not, encrypted reasoning does (NET-3). */
  progress = 0;
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
    return this.#text.toString();
  }

  get reasoning(): string {
    return this.#reasoning.toString();
  }

  get toolInputs(): readonly { readonly name: string; readonly arguments: string }[] {
    return this.#tools.partial;
  }

  get hasAudio(): boolean {
    return this.#audioData.length > 0 || this.#transcript !== "";
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
    throw new StreamError(`${this.#what} sent a chunk that is not JSON, after ${this.#text.length} characters of text.`, {
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
    if (delta !== undefined) this.#readDelta(delta, out);
    const finish = choice["finish_reason"];
    if (typeof finish !== "string" || finish === "") return;
    this.#rawFinish = finish;
    this.#nativeFinish = readString(choice["native_finish_reason"]);
  }

  #readDelta(delta: Readonly<Record<string, unknown>>, out: ChatEvent[]): void {
    let details: unknown;
    let plainReasoning = "";
    for (const key in delta) {
      const value = delta[key];
      if (value === null || value === undefined || value === "" || key === "role" || key === "index") continue;
      if (!Array.isArray(value) || value.length > 0) this.progress++;
      switch (key) {
        case "content":
          this.#readContent(value, out);
          break;
        case "reasoning_details":
          details = value;
          break;
        case "reasoning":
        case "reasoning_content":
        case "reasoning_text":
          if (plainReasoning === "" && typeof value === "string") plainReasoning = value;
          break;
        case "tool_calls":
          this.#tools.push(value, out);
          break;
        case "function_call":
          this.#tools.push([{ index: 0, function: value }], out);
          break;
        case "images":
          this.#addImages(readImages(value), out);
          break;
        case "audio":
          this.#readAudio(value, out);
          break;
        case "annotations":
          this.#readAnnotations(value, out);
          break;
        case "refusal":
          if (typeof value === "string") this.#refusal += value;
          break;
        case "__proto__":
          break;
        default:
          this.#extra[key] = value as JsonObject[string];
      }
    }
    if (details !== undefined || plainReasoning !== "") this.#readReasoning(details, plainReasoning, out);
  }

  #readContent(content: unknown, out: ChatEvent[]): void {
    if (typeof content === "string") {
      this.#addText(content, out);
      return;
    }
    for (const part of readArray(content) ?? []) {
      const object = readObject(part);
      if (object === undefined) continue;
      if (object["type"] === "thinking") this.#addReasoning(textOf(object["thinking"]), out);
      else if (typeof object["text"] === "string") this.#addText(object["text"], out);
      else this.#addImages(readImages([object]), out);
    }
  }

  #addText(text: string, out: ChatEvent[]): void {
    if (text === "") return;
    this.#text.append(text);
    out.push({ type: "text", text });
  }

  /** `reasoning` and `reasoning_details` carry the same words: the details win where both are there (quirk 15). */
  #readReasoning(details: unknown, plain: string, out: ChatEvent[]): void {
    const delta = this.#details.push(details);
    this.#addText(delta.visible, out);
    this.#addReasoning(delta.reasoning ?? plain, out);
  }

  #addReasoning(text: string, out: ChatEvent[]): void {
    if (text === "") return;
    this.#reasoning.append(text);
    out.push({ type: "reasoning", text });
  }

  #addImages(images: readonly { readonly url: string }[], out: ChatEvent[]): void {
    for (const { url } of images) {
      // Some hosts repeat the whole list in a late chunk.
      if (this.#images.some((known) => known.url === url)) continue;
      this.#images.push({ url });
      out.push({ type: "image", url });
    }
  }

  #readAudio(value: unknown, out: ChatEvent[]): void {
    const audio = readObject(value);
    if (audio === undefined) return;
    this.#audioId = readString(audio["id"]) ?? this.#audioId;
    const data = readString(audio["data"]) ?? "";
    const transcript = readString(audio["transcript"]) ?? "";
    this.#audioData.append(data);
    this.#transcript += transcript;
    if (data === "" && transcript === "") return;
    out.push({ type: "audio", ...(data === "" ? {} : { data }), ...(transcript === "" ? {} : { transcript }) });
  }

  #readAnnotations(value: unknown, out: ChatEvent[]): void {
    for (const item of readArray(value) ?? []) {
      const annotation = readObject(item) as JsonObject | undefined;
      if (annotation === undefined) continue;
      const key = JSON.stringify(annotation);
      if (this.#annotations.has(key)) continue;
      this.#annotations.set(key, annotation);
      out.push({ type: "annotation", annotation });
    }
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
    const calls = this.#tools.finish();
    for (const call of calls) out.push({ type: "tool-call", call, ...parseToolInput(call) });
    const mapped = this.#rawFinish === undefined ? "stop" : mapFinishReason(this.#rawFinish);
    const limited = mapped === "length" || mapped === "content-filter";
    if (!limited && !this.#mayBeEmpty && this.#isEmpty(calls)) throw this.#empty();
    // Hosts disagree about the reason beside tool calls (quirk 8): the calls decide.
    const reason = limited ? mapped : calls.length > 0 ? "tool-calls" : mapped === "tool-calls" ? "stop" : mapped;
    return { reason, rawReason: this.#rawFinish };
  }

  #isEmpty(calls: readonly ToolCall[]): boolean {
    return this.#text.toString().trim() === "" && calls.length === 0 && this.#images.length === 0 && !this.hasAudio && this.#refusal === "";
  }

  #truncated(): Error {
    if (!this.#started) {
      return new ApiError(`${this.#what} answered with an empty stream.`, { code: "response_empty", status: 200, retryable: true });
    }
    return new StreamError(
      `The stream from ${this.#what} ended after ${this.#text.length} characters without saying that it was finished.`,
      {
        code: "stream_truncated",
        hint: "The text so far is kept; ask again, or add a fallback model.",
        ...(this.generationId === undefined ? {} : { generationId: this.generationId }),
      },
    );
  }

  #empty(): Error {
    const kind = this.#reasoning.length === 0 ? "with nothing in it" : "with reasoning only";
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
    const details = this.#details.items;
    const calls = this.complete ? this.#tools.finish() : [];
    const extra = Object.keys(this.#extra).length > 0 ? { extra: { ...this.#extra } } : {};
    return {
      role: "assistant",
      content: this.#text.length === 0 ? null : this.text,
      ...(this.#reasoning.length === 0 ? {} : { reasoning: this.reasoning }),
      ...(details === undefined ? {} : { reasoningDetails: details }),
      ...(calls.length === 0 ? {} : { toolCalls: calls }),
      ...(this.#refusal === "" ? {} : { refusal: this.#refusal }),
      ...(this.#images.length === 0 ? {} : { images: [...this.#images] }),
      ...(this.hasAudio ? { audio: this.#audioMessage() } : {}),
      ...(this.#annotations.size === 0 ? {} : { annotations: [...this.#annotations.values()] }),
      ...extra,
      source: { model: this.model, ...(this.provider === undefined ? {} : { provider: this.provider }) },
    };
  }

  #audioMessage(): NonNullable<AssistantMessage["audio"]> {
    return {
      ...(this.#audioId === undefined ? {} : { id: this.#audioId }),
      ...(this.#audioData.length === 0 ? {} : { data: this.#audioData.toString() }),
      ...(this.#transcript === "" ? {} : { transcript: this.#transcript }),
    };
  }
}

/** Some gateways send `"error": ""` or `false` beside every chunk; those say nothing. */
function errorIn(holder: Readonly<Record<string, unknown>>): unknown {
  const { error } = holder;
  return readObject(error) !== undefined || (typeof error === "string" && error !== "") ? error : undefined;
}

/** Text that is sent as it is or as a list of text parts. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return (readArray(value) ?? []).map((part) => readString(readObject(part)?.["text"]) ?? "").join("");
}
