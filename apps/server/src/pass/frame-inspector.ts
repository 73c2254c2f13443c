import { parseJson, readArray, readNumber, readObject, readString } from "@openclaw/core/internal";
import { readUsage, type Usage } from "@openclaw/chat";

/** What is done with one frame: it passes as it is, is left out, passes changed, or is nothing that can be passed unread. */
export type FrameVerdict = "pass" | "skip" | "odd" | { readonly text: string };

/** A tool call as far as it was passed on. */
export interface PassedCall {
  readonly id: string;
  readonly name: string;
  arguments: string;
}

// Reasons that clients know and that say: the answer is whole.
const WHOLE: ReadonlySet<string> = new Set(["stop", "length", "tool_calls", "content_filter"]);
const MEDIA = ["images", "audio", "annotations", "refusal", "function_call"];

/** More than any model writes; and each piece weighs more than its characters. */
const MAX_CHARACTERS = 4 * 1024 * 1024;
const MAX_PIECES = 2_000_000;

const QUOTE = 0x22;
// No quote and no backslash ends or bends the text; a control character has no place in JSON.
// eslint-disable-next-line no-control-regex
const WORDS = /^[^"\\\u0000-\u001f]+$/;

/**
 * Reads the frames of a healthy stream without changing them, and keeps what a recovery would need: the words so far (FAIL-5). Whatever it
 * does not expect is `odd`: the chat engine, which knows every quirk, then takes over with what was passed on.
 */
export class FrameInspector {
  readonly #keepUsage: boolean;
  /** What stands around the words of a plain chunk: the next one differs in its words alone, and need not be parsed to know that. */
  #around: { readonly before: Buffer; readonly after: Buffer } | undefined;
  text = "";
  reasoning = "";
  readonly calls: PassedCall[] = [];
  /** Something went out that cannot be told from words alone: pictures, sound, quotations. */
  hasMedia = false;
  id: string | undefined;
  model: string | undefined;
  provider: string | undefined;
  usage: Usage | undefined;
  /** Counts what the model itself sent (NET-3). */
  progress = 0;
  /** What the model thought came in parts, with what must be sent back in the next request. */
  hasDetails = false;
  #callCharacters = 0;
  /** The model said that its answer is whole. */
  finished = false;
  /** Why it ended, as clients are told, and as the host says it. */
  finishReason: string | undefined;
  nativeFinishReason: unknown;
  done = false;

  /** @param options.keepUsage the client wants the last chunk, which holds usage and no choice */
  constructor(options: { readonly keepUsage: boolean }) {
    this.#keepUsage = options.keepUsage;
  }

  /** It goes on beyond what an answer can be: what is kept of it has a bound (NET-4). */
  get isEndless(): boolean {
    return this.text.length + this.reasoning.length + this.#callCharacters > MAX_CHARACTERS || this.progress > MAX_PIECES;
  }

  /** @param frame one event without the blank line that ends it */
  look(frame: string): FrameVerdict {
    // Signs of life are our own to give.
    if (frame === "" || frame.startsWith(":")) return "skip";
    if (!frame.startsWith("data: ") || frame.includes("\n") || frame.includes("\r")) return "odd";
    const data = frame.slice(6);
    if (data === "[DONE]") return this.#lookAtDone();
    const chunk = this.#lookAtHead(data);
    if (chunk === undefined) return "odd";
    const choices = readArray(chunk["choices"]);
    if (choices === undefined || choices.length > 1) return "odd";
    const choice = readObject(choices[0]);
    if (choice === undefined) return chunk["usage"] != null && !this.#keepUsage ? "skip" : "pass";
    if (choice["error"] != null) return "odd";
    const delta = choice["delta"] == null ? {} : readObject(choice["delta"]);
    if (delta === undefined || !this.#lookAtDelta(delta)) return "odd";
    const reason = choice["finish_reason"];
    if (reason != null) return this.#lookAtEnd(chunk, choice, reason);
    if (this.calls.length === 0 && chunk["usage"] == null) this.#learn(frame, delta);
    return "pass";
  }

  /**
   * Reads an answer that came in one piece.
   *
   * @returns may it go to the client as it is? Only with everything that OpenAI's clients look for, and whole without any doubt
   */
  lookAtWhole(text: string): boolean {
    const answer = this.#lookAtHead(text);
    if (answer?.["object"] !== "chat.completion" || this.id === undefined || this.model === undefined) return false;
    if (typeof answer["created"] !== "number") return false;
    const choices = readArray(answer["choices"]);
    const choice = readObject(choices?.[0]);
    const message = readObject(choice?.["message"]);
    if (choices?.length !== 1 || choice?.["index"] !== 0 || choice["error"] != null || message?.["role"] !== "assistant") return false;
    const calls = message["tool_calls"];
    // In a whole answer a call's place in the list is its index.
    const indexed = readArray(calls)?.map((call, index) => ({ index, ...readObject(call) }));
    if (!this.#lookAtDelta(indexed === undefined ? message : { ...message, tool_calls: indexed })) return false;
    return (calls == null || indexed !== undefined) && this.#lookAtEnd(answer, choice, choice["finish_reason"]) === "pass";
  }

  /** @returns nothing for what is no object, or an error */
  #lookAtHead(text: string): Readonly<Record<string, unknown>> | undefined {
    const chunk = readObject(parseJson(text));
    if (chunk === undefined || chunk["error"] != null) return undefined;
    if (typeof chunk["id"] === "string") this.id ??= chunk["id"];
    if (typeof chunk["model"] === "string" && chunk["model"] !== "") this.model = chunk["model"];
    if (typeof chunk["provider"] === "string") this.provider ??= chunk["provider"];
    if (chunk["usage"] != null) this.usage = readUsage(chunk["usage"]) ?? this.usage;
    return chunk;
  }

  /**
   * Passes over the frames at the beginning of the bytes that are the last plain one with other words in it: words without escapes, so that they
   * end where they seem to. Only the words are made a text.
   *
   * @returns where the first other frame begins
   */
  skipPlain(bytes: Buffer): number {
    const around = this.#around;
    if (around === undefined) return 0;
    const { before, after } = around;
    let place = 0;
    while (place < bytes.length) {
      const start = place + before.length;
      if (start >= bytes.length || bytes.compare(before, 0, before.length, place, start) !== 0) return place;
      const end = bytes.indexOf(QUOTE, start);
      const next = end + after.length;
      if (end <= start || next > bytes.length || bytes.compare(after, 0, after.length, end, next) !== 0) return place;
      const words = bytes.toString("utf8", start, end);
      if (!WORDS.test(words)) return place;
      this.text += words;
      this.progress++;
      place = next;
    }
    return place;
  }

  #learn(frame: string, delta: Readonly<Record<string, unknown>>): void {
    const { content } = delta;
    const plain = Object.entries(delta).every(([name, value]) => name === "role" || name === "content" || value == null);
    if (!plain || typeof content !== "string" || content === "") return;
    const written = `"content":${JSON.stringify(content)}`;
    const place = frame.indexOf(written);
    if (place === -1 || place !== frame.lastIndexOf(written)) return;
    const start = place + '"content":"'.length;
    this.#around = { before: ownBytes(frame.slice(0, start)), after: ownBytes(`${frame.slice(place + written.length - 1)}\n\n`) };
  }

  #lookAtDone(): FrameVerdict {
    if (!this.finished) return "odd";
    this.done = true;
    return "pass";
  }

  /** @returns false for a delta that clients may stumble over */
  #lookAtDelta(delta: Readonly<Record<string, unknown>>): boolean {
    const { content, tool_calls: calls } = delta;
    if (content != null && typeof content !== "string") return false;
    if (calls != null && !this.#lookAtCalls(calls)) return false;
    if (MEDIA.some((name) => delta[name] != null && readArray(delta[name])?.length !== 0)) {
      this.hasMedia = true;
      this.progress++;
    }
    const reasoning = delta["reasoning"] ?? delta["reasoning_content"];
    if (reasoning != null && typeof reasoning !== "string") return false;
    const details = readArray(delta["reasoning_details"]);
    this.hasDetails ||= details !== undefined && details.length > 0;
    if (typeof content === "string" && content !== "") {
      this.text += content;
      this.progress++;
    }
    if (typeof reasoning === "string" && reasoning !== "") this.reasoning += reasoning;
    if ((typeof reasoning === "string" && reasoning !== "") || (details !== undefined && details.length > 0)) this.progress++;
    return true;
  }

  /** Well-formed calls only: an index each, an id and a name once, arguments as text. */
  #lookAtCalls(value: unknown): boolean {
    const deltas = readArray(value);
    if (deltas === undefined) return false;
    for (const item of deltas) {
      const delta = readObject(item);
      const index = readNumber(delta?.["index"]);
      const called = readObject(delta?.["function"]) ?? {};
      const input = called["arguments"] ?? "";
      if (delta === undefined || index === undefined || typeof input !== "string") return false;
      const known = this.calls[index];
      const id = readString(delta["id"]);
      const name = readString(called["name"]);
      if (known !== undefined) {
        // After complete arguments, blanks would make some clients run the call twice (trap 13).
        if (id !== undefined || name !== undefined || (input !== "" && input.trim() === "")) return false;
        known.arguments += input;
      } else {
        if (index !== this.calls.length || id === undefined || id === "" || name === undefined || name === "") return false;
        if (this.calls.some((call) => call.id === id)) return false;
        this.calls.push({ id, name, arguments: input });
      }
      this.#callCharacters += input.length;
      this.progress++;
    }
    return true;
  }

  #lookAtEnd(chunk: Readonly<Record<string, unknown>>, choice: Readonly<Record<string, unknown>>, reason: unknown): FrameVerdict {
    if (typeof reason !== "string" || !WHOLE.has(reason)) return "odd";
    const cut = reason === "length" || reason === "content_filter";
    if (!cut && this.text.trim() === "" && this.calls.length === 0 && !this.hasMedia) return "odd";
    this.finished = true;
    // Hosts disagree about the reason beside tool calls (trap 8): the calls decide.
    const right = cut ? reason : this.calls.length > 0 ? "tool_calls" : "stop";
    this.finishReason = right;
    this.nativeFinishReason = choice["native_finish_reason"];
    if (right === reason) return "pass";
    return { text: `data: ${JSON.stringify({ ...chunk, choices: [{ ...choice, finish_reason: right }] })}\n\n` };
  }
}

/** Kept as long as the stream: a piece of Node's pool would keep 64 KiB of what was there for a moment. */
function ownBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
