import { type JsonObject, readArray, readObject, readString } from "@openclaw/core";
import type { ChatEvent } from "../events.js";
import type { AssistantMessage, MessageSource, ToolCall } from "../messages.js";
import { readImages } from "./images.js";
import { ReasoningAssembler } from "./reasoning-details.js";
import { TextBuffer } from "./text-buffer.js";
import { ToolCallAssembler } from "./tool-calls.js";

/** What one answer consists of, piece by piece: each delta becomes events, and all of them the message. Fields that are not known are kept. */
export class AnswerContent {
  readonly tools = new ToolCallAssembler();
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
  /** Counts what the model itself sent: keep-alives and empty deltas do not, encrypted reasoning does (NET-3). */
  progress = 0;

  get text(): string {
    return this.#text.toString();
  }

  get textLength(): number {
    return this.#text.length;
  }

  get reasoning(): string {
    return this.#reasoning.toString();
  }

  get hasAudio(): boolean {
    return this.#audioData.length > 0 || this.#transcript !== "";
  }

  /** Keeps a field that this toolkit does not know. */
  keep(key: string, value: unknown): void {
    if (key !== "__proto__") this.#extra[key] = value as JsonObject[string];
  }

  /** Takes one `delta`, or a whole `message`, and appends what it means to `out`. */
  read(delta: Readonly<Record<string, unknown>>, out: ChatEvent[]): void {
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
          this.tools.push(value, out);
          break;
        case "function_call":
          this.tools.push([{ index: 0, function: value }], out);
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
        default:
          this.keep(key, value);
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

  /** Nothing that a caller could use has arrived. */
  isEmpty(calls: readonly ToolCall[]): boolean {
    return this.#text.toString().trim() === "" && calls.length === 0 && this.#images.length === 0 && !this.hasAudio && this.#refusal === "";
  }

  /** The message as it stands. */
  toMessage(facts: { readonly toolCalls: readonly ToolCall[]; readonly source: MessageSource }): AssistantMessage {
    const details = this.#details.items;
    const extra = Object.keys(this.#extra).length > 0 ? { extra: { ...this.#extra } } : {};
    return {
      role: "assistant",
      content: this.#text.length === 0 ? null : this.text,
      ...(this.#reasoning.length === 0 ? {} : { reasoning: this.reasoning }),
      ...(details === undefined ? {} : { reasoningDetails: details }),
      ...(facts.toolCalls.length === 0 ? {} : { toolCalls: facts.toolCalls }),
      ...(this.#refusal === "" ? {} : { refusal: this.#refusal }),
      ...(this.#images.length === 0 ? {} : { images: [...this.#images] }),
      ...(this.hasAudio ? { audio: this.#audioMessage() } : {}),
      ...(this.#annotations.size === 0 ? {} : { annotations: [...this.#annotations.values()] }),
      ...extra,
      source: facts.source,
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

/** Text that is sent as it is or as a list of text parts. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return (readArray(value) ?? []).map((part) => readString(readObject(part)?.["text"]) ?? "").join("");
}
