import { defined, type JsonObject } from "@openclaw/core/internal/stream";
import type { ChatEvent } from "../events.js";
import type { AssistantMessage, MessageSource, ToolCall } from "../messages.js";
import { rest } from "../parts.js";
import type { ContentSink } from "./content-sink.js";
import type { RichContent } from "./rich-content.js";
import { TextBuffer } from "./text-buffer.js";

// What RichContent reads.
const RICH_FIELDS: ReadonlySet<string> = new Set("content reasoning_details tool_calls function_call images audio annotations".split(" "));

/** What one answer consists of, piece by piece: each delta becomes events, and all of them the message. Fields that are not known are kept. */
export class AnswerContent implements ContentSink {
  readonly #text = new TextBuffer();
  readonly #reasoning = new TextBuffer();
  readonly #extra: Record<string, JsonObject[string]> = {};
  #rich: RichContent | undefined;
  #refusal = "";
  /** `reasoning_details` came and were empty, which is not the same as absent. */
  #emptyDetails = false;
  /** Counts what the model itself sent: keep-alives and empty deltas do not, encrypted reasoning does (NET-3). */
  progress = 0;

  get text(): string {
    return this.#text.toString();
  }

  get reasoning(): string {
    return this.#reasoning.toString();
  }

  /** Of text and reasoning together, in characters. */
  get length(): number {
    return this.#text.length + this.#reasoning.length;
  }

  get toolInputs(): RichContent["toolInputs"] {
    return this.#rich?.toolInputs ?? [];
  }

  /** Keeps a field that this toolkit does not know. */
  keep(key: string, value: unknown): void {
    if (key !== "__proto__") this.#extra[key] = value as JsonObject[string];
  }

  /**
   * Takes one `delta`, or a whole `message`, and appends what it means to `out`.
   *
   * @returns a promise when the part that reads it has to be loaded first: nothing else may be read before it is fulfilled
   */
  read(delta: Readonly<Record<string, unknown>>, out: ChatEvent[], signal?: AbortSignal): Promise<void> | undefined {
    let details: unknown;
    let reasoning = "";
    // What has to wait for its part, and all that stands behind it: the order of a delta is the order of its events.
    let later: Record<string, unknown> | undefined;
    for (const key in delta) {
      const value = delta[key];
      if (value === null || value === undefined || value === "" || key === "role" || key === "index") continue;
      const empty = Array.isArray(value) && value.length === 0;
      const rich = RICH_FIELDS.has(key) && !empty && !(key === "content" && typeof value === "string");
      if (later !== undefined || (rich && this.#findRich() === undefined)) {
        later = { ...later, [key]: value };
        continue;
      }
      if (!empty) this.progress++;
      if (key === "reasoning_details") {
        if (empty) this.#emptyDetails = true;
        else details = value;
      } else if (rich) this.#rich?.read(key, value, out);
      else if (key === "content") {
        if (!empty) this.addText(value as string, out);
      } else if (key === "reasoning" || key === "reasoning_content" || key === "reasoning_text") {
        if (reasoning === "" && typeof value === "string") reasoning = value;
      } else if (key === "refusal") {
        if (typeof value === "string") this.#refusal += value;
      } else if (!RICH_FIELDS.has(key)) this.keep(key, value);
    }
    if (later !== undefined) {
      const waiting = reasoning === "" ? later : { reasoning, ...later };
      return rest.load(signal).then(() => this.read(waiting, out));
    }
    if (details === undefined) this.addReasoning(reasoning, out);
    else this.#rich?.readReasoning(details, reasoning, out);
    return undefined;
  }

  /** Made by the first content that needs it, once its part is loaded. */
  #findRich(): RichContent | undefined {
    const part = rest.loaded;
    return (this.#rich ??= part && new part.RichContent(this));
  }

  addText(text: string, out: ChatEvent[]): void {
    if (text === "") return;
    this.#text.append(text);
    out.push({ type: "text", text });
  }

  addReasoning(text: string, out: ChatEvent[]): void {
    if (text === "") return;
    this.#reasoning.append(text);
    out.push({ type: "reasoning", text });
  }

  /** @param limited the answer was cut off, its last call perhaps before its arguments */
  finishCalls(out: ChatEvent[], limited: boolean): readonly ToolCall[] {
    return this.#rich?.finishCalls(out, limited) ?? [];
  }

  /** Nothing that a caller could use has arrived. */
  isEmpty(calls: readonly ToolCall[]): boolean {
    return this.text.trim() === "" && calls.length === 0 && this.#rich?.isEmpty !== false && this.#refusal === "";
  }

  /** The message as it stands. Only finished answers carry tool calls: a half one must never run. */
  toMessage(facts: { readonly complete: boolean; readonly source: MessageSource }): AssistantMessage {
    return {
      role: "assistant",
      content: this.text || null,
      ...defined({
        reasoning: this.reasoning || undefined,
        reasoningDetails: this.#emptyDetails ? [] : undefined,
        ...this.#rich?.fields(facts.complete ? this.#rich.toolCalls : []),
        refusal: this.#refusal || undefined,
        extra: Object.keys(this.#extra).length > 0 ? { ...this.#extra } : undefined,
      }),
      source: facts.source,
    };
  }
}
