import type { JsonObject } from "@openclaw/core";
import { readArray, readObject, readString } from "@openclaw/core/internal";
import type { ChatEvent } from "../events.js";
import type { AssistantMessage, ToolCall } from "../messages.js";
import type { ContentSink } from "./content-sink.js";
import { readImages } from "./images.js";
import { ReasoningAssembler } from "./reasoning-details.js";
import { TextBuffer } from "./text-buffer.js";
import { parseToolInput, ToolCallAssembler } from "./tool-calls.js";

/** What an answer holds besides text: tool calls, reasoning details, images, sound, annotations. Loaded by the first of them. */
export class RichContent {
  readonly #sink: ContentSink;
  readonly #tools = new ToolCallAssembler();
  readonly #details = new ReasoningAssembler();
  readonly #annotations = new Map<string, JsonObject>();
  readonly #images: { readonly url: string }[] = [];
  readonly #audioData = new TextBuffer();
  #transcript = "";
  #audioId: string | undefined;

  constructor(sink: ContentSink) {
    this.#sink = sink;
  }

  /** The calls as they stand, for alignment of a recovered answer. */
  get toolInputs(): readonly { readonly name: string; readonly arguments: string }[] {
    return this.#tools.partial;
  }

  get toolCalls(): readonly ToolCall[] {
    return this.#tools.finish();
  }

  /** Nothing but reasoning and calls, which are counted elsewhere. */
  get isEmpty(): boolean {
    return this.#images.length === 0 && !this.#hasAudio;
  }

  get #hasAudio(): boolean {
    return this.#audioData.length > 0 || this.#transcript !== "";
  }

  /** Takes one field of a `delta`. */
  read(field: string, value: unknown, out: ChatEvent[]): void {
    switch (field) {
      case "content":
        for (const part of readArray(value) ?? []) this.#readPart(readObject(part), out);
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
    }
  }

  /** `reasoning` and `reasoning_details` carry the same words: the details win where both are there (trap 15). */
  readReasoning(details: unknown, plain: string, out: ChatEvent[]): void {
    const delta = this.#details.push(details);
    this.#sink.addText(delta.visible, out);
    this.#sink.addReasoning(delta.reasoning ?? plain, out);
  }

  #readPart(part: Readonly<Record<string, unknown>> | undefined, out: ChatEvent[]): void {
    if (part === undefined) return;
    if (part["type"] === "thinking") this.#sink.addReasoning(textOf(part["thinking"]), out);
    else if (typeof part["text"] === "string") this.#sink.addText(part["text"], out);
    else this.#addImages(readImages([part]), out);
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

  /** The answer is over: appends its calls to `out`, with their parsed input. */
  finishCalls(out: ChatEvent[], limited: boolean): readonly ToolCall[] {
    const calls = this.toolCalls;
    for (const call of calls) {
      // Arguments that were begun do not parse; of those that were not begun nobody can say whether there were to be any.
      const cut = limited && call.arguments === "{}";
      const input = cut ? { problem: "The answer was cut off before the arguments were written." } : parseToolInput(call);
      out.push({ type: "tool-call", call, ...input });
    }
    return calls;
  }

  /** Its part of the message. */
  fields(toolCalls: readonly ToolCall[]): Partial<AssistantMessage> {
    const details = this.#details.items;
    return {
      ...(details === undefined ? {} : { reasoningDetails: details }),
      ...(toolCalls.length === 0 ? {} : { toolCalls }),
      ...(this.#images.length === 0 ? {} : { images: [...this.#images] }),
      ...(this.#hasAudio ? { audio: this.#audioMessage() } : {}),
      ...(this.#annotations.size === 0 ? {} : { annotations: [...this.#annotations.values()] }),
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
