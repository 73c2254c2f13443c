import { defined, parseJson, readObject, type Secret } from "@openclaw/core/internal/stream";
import type { ChatEvent, FinishReason } from "../events.js";
import type { AssistantMessage } from "../messages.js";
import { rest } from "../parts.js";
import { readUsage, type Usage } from "../usage.js";
import type { Fault, FaultyAnswer } from "./answer-faults.js";
import { mapFinishReason } from "./finish-reason.js";
import { AnswerContent } from "./answer-content.js";

/** What a finished answer says of itself, besides its message. */
export interface AnswerEnd {
  readonly reason: FinishReason;
  readonly rawReason: string | undefined;
}

// What a chunk's root is known to hold; the rest (`citations`, `openrouter_metadata`, and what comes next) is kept with the message.
const CHUNK_FIELDS: ReadonlySet<string> = new Set(
  "id object created model provider choices usage error system_fingerprint service_tier user_id".split(" "),
);

// More than any model writes: beyond lies a host that never ends (NET-4).
const MAX_CHARACTERS = 2 ** 22;

/**
 * Turns the chunks of one reply into events, and keeps the message they make (CHAT-10). Nothing odd in a chunk ends the stream: unknown
 * fields are kept, missing ones skipped. What does end it is thrown by `push` or `finish`: an error in the stream, JSON that is none, a
 * reply that stops without saying so, one that never does, a reply with nothing in it.
 */
export class AnswerBuilder implements FaultyAnswer {
  readonly what: string;
  readonly #mayBeEmpty: boolean;
  readonly apiKey: Secret | undefined;
  readonly #content = new AnswerContent();
  #started = false;
  #rawFinish: string | undefined;
  nativeFinish: unknown;
  #done = false;
  generationId: string | undefined;
  /** Aborted, it ends the wait for a part. */
  signal: AbortSignal | undefined;
  model: string;
  provider: string | undefined;
  usage: Usage | undefined;

  /**
   * @param options.what model and host, for messages
   * @param options.mayBeEmpty the answer continues one that was begun, so that nothing more to say is an answer
   * @param options.apiKey is kept out of what an error in the stream says (KEY-6)
   */
  constructor(options: { readonly what: string; readonly model: string; readonly mayBeEmpty?: boolean; readonly apiKey?: Secret }) {
    this.what = options.what;
    this.#mayBeEmpty = options.mayBeEmpty ?? false;
    this.apiKey = options.apiKey;
    this.model = options.model;
  }

  get text(): string {
    return this.#content.text;
  }

  get reasoning(): string {
    return this.#content.reasoning;
  }

  get toolInputs(): readonly { readonly name: string; readonly arguments: string }[] {
    return this.#content.toolInputs;
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

  /**
   * Takes the data of one SSE event and appends what it means to `out`.
   *
   * @returns a promise when a part has to be loaded for it first: nothing else may be pushed before it is fulfilled
   */
  push(data: string, out: ChatEvent[]): Promise<void> | undefined {
    if (this.#done) return undefined;
    if (this.#content.length > MAX_CHARACTERS) return this.#fail("endless");
    if (data === "[DONE]") {
      this.#done = true;
      return undefined;
    }
    const value = parseJson(data);
    const chunk = readObject(value);
    if (chunk === undefined) return this.#pushOdd(data.trim(), value);
    for (const key in chunk) if (!CHUNK_FIELDS.has(key)) this.#content.keep(key, chunk[key]);
    const choice = readObject((chunk["choices"] as readonly unknown[] | null | undefined)?.[0]);
    this.#readHead(chunk, choice !== undefined, out);
    const waiting = choice === undefined ? undefined : this.#readChoice(choice, out);
    const read = (): Promise<void> | undefined => this.#readRest(chunk, choice, out);
    return waiting === undefined ? read() : waiting.then(read);
  }

  #readRest(
    chunk: Readonly<Record<string, unknown>>,
    choice: Readonly<Record<string, unknown>> | undefined,
    out: ChatEvent[],
  ): Promise<never> | undefined {
    if (chunk["usage"] != null) this.#readUsage(chunk["usage"], out);
    const error = errorIn(chunk) ?? errorIn(choice);
    return error === undefined ? undefined : this.#fail({ error });
  }

  /** What is no chunk: blank, a padded `[DONE]` or a bare JSON value says nothing; what is no JSON at all ends the stream, unless the answer is whole. */
  #pushOdd(text: string, value: unknown): Promise<never> | undefined {
    if (text === "[DONE]") this.#done = true;
    return value !== undefined || text === "" || this.complete ? undefined : this.#fail("malformed");
  }

  /** @throws the fault's error, at once when the part that knows it is there */
  #fail(fault: Fault): Promise<never> {
    const raise = ({ answerFault }: NonNullable<typeof rest.loaded>): never => {
      throw answerFault(fault, this);
    };
    return rest.loaded === undefined ? rest.load(this.signal).then(raise) : raise(rest.loaded);
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

  #readChoice(choice: Readonly<Record<string, unknown>>, out: ChatEvent[]): Promise<void> | undefined {
    const finish = choice["finish_reason"];
    if (typeof finish === "string" && finish !== "") {
      this.#rawFinish = finish;
      this.nativeFinish = choice["native_finish_reason"];
    }
    // A reply that was not streamed has `message` where a chunk has `delta`.
    const delta = readObject(choice["delta"]) ?? readObject(choice["message"]);
    return delta === undefined ? undefined : this.#content.read(delta, out, this.signal);
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
  finish(out: ChatEvent[]): AnswerEnd | Promise<never> {
    if (!this.complete) return this.#fail(this.#started ? "truncated" : "empty-stream");
    const mapped = mapFinishReason(this.#rawFinish ?? "stop");
    if (mapped === "broken-off") return this.#fail("broken-off");
    const limited = mapped === "length" || mapped === "content-filter";
    const calls = this.#content.finishCalls(out, limited);
    if (!limited && !this.#mayBeEmpty && this.#content.isEmpty(calls)) return this.#fail("empty");
    // Hosts disagree about the reason beside tool calls (trap 8): the calls decide.
    const reason = limited ? mapped : calls.length > 0 ? "tool-calls" : mapped === "tool-calls" ? "stop" : mapped;
    return { reason, rawReason: this.#rawFinish };
  }

  /** The message as it stands, finished or not. */
  toMessage(): AssistantMessage {
    return this.#content.toMessage({
      complete: this.complete,
      source: { model: this.model, ...defined({ provider: this.provider }) },
    });
  }
}

/** Some gateways send `"error": ""` or `false` beside every chunk; those say nothing. */
function errorIn(holder: Readonly<Record<string, unknown>> | undefined): unknown {
  const error = holder?.["error"];
  return readObject(error) !== undefined || (typeof error === "string" && error !== "") ? error : undefined;
}
