import type { ChatEvent, FinishEvent, ToolCall } from "@openclaw/chat";
import { type JsonObject, StreamError } from "@openclaw/core";
import { replayFamilyOf } from "@openclaw/core/internal";
import type { Passed } from "../pass/takeover.js";
import { writeImage } from "./write-chat-completion.js";
import { writeFinishReason, writeUsage } from "./write-usage.js";

export interface ChunkFacts {
  readonly id: string;
  readonly createdS: number;
  readonly model: string;
  readonly provider: string | undefined;
  /** Send the usage, in a last chunk without choices. */
  readonly includeUsage: boolean;
  /** What has already gone out of this answer: it is not said again. */
  readonly passed?: Passed | undefined;
}

/** Turns the events of one answer into `chat.completion.chunk` frames of an event stream (SRV-1). */
export class ChatChunkWriter {
  readonly #facts: ChunkFacts;
  readonly #head: string;
  readonly #openSummary: boolean;
  #reasoning = "";
  #calls = 0;
  #skipText: number;
  #skipReasoning: number;

  constructor(facts: ChunkFacts) {
    this.#facts = facts;
    this.#skipText = facts.passed?.text.length ?? 0;
    this.#skipReasoning = facts.passed?.reasoning.length ?? 0;
    const provider = facts.provider === undefined ? "" : `,"provider":${JSON.stringify(facts.provider)}`;
    this.#head = `data: {"id":${JSON.stringify(facts.id)},"object":"chat.completion.chunk","created":${facts.createdS},"model":${JSON.stringify(facts.model)}${provider}`;
    this.#openSummary = replayFamilyOf(facts.model) === "openai";
  }

  /** The frames of one event; "" for an event that says nothing to a client. @throws StreamError `stream_diverged` */
  write(event: ChatEvent): string {
    switch (event.type) {
      case "start":
        return this.#facts.passed !== undefined ? "" : this.#delta(`{"role":"assistant","content":""}`);
      case "text":
        return this.#writeText(event.text);
      case "reasoning":
        return this.#writeReasoning(event.text);
      // A call goes out whole: its id, which clients need first, is certain only when the answer is.
      case "tool-call":
        return this.#writeCall(event.call);
      case "image":
        return this.#delta(JSON.stringify({ images: [writeImage(event, 0)] }));
      case "audio": {
        const { type: _type, ...audio } = event;
        return this.#delta(JSON.stringify({ audio }));
      }
      case "annotation":
        return this.#delta(JSON.stringify({ annotations: [event.annotation] }));
      case "finish":
        return this.#writeFinish(event);
      default:
        return "";
    }
  }

  /** The last frame of an answer that failed: an error, and no `[DONE]` behind it, so that nobody takes it for whole (FAIL-4, SRV-7). */
  writeError(error: Readonly<Record<string, unknown>>): string {
    return `${this.#head},"error":${JSON.stringify(error)},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}\n\n`;
  }

  #delta(delta: string): string {
    return `${this.#head},"choices":[{"index":0,"delta":${delta},"finish_reason":null}]}\n\n`;
  }

  #writeText(text: string): string {
    const fresh = this.#skipText === 0 ? text : text.slice(this.#skipText);
    this.#skipText = Math.max(0, this.#skipText - text.length);
    return fresh === "" ? "" : this.#delta(`{"content":${JSON.stringify(fresh)}}`);
  }

  /** Readable reasoning goes out twice, as OpenRouter sends it: clients show one of the two, and send back the details. */
  #writeReasoning(whole: string): string {
    const text = whole.slice(this.#skipReasoning);
    this.#skipReasoning = Math.max(0, this.#skipReasoning - whole.length);
    if (text === "") return "";
    this.#reasoning += text;
    const written = JSON.stringify(text);
    const detail = this.#openSummary
      ? `{"type":"reasoning.summary","summary":${written},"index":0}`
      : `{"type":"reasoning.text","text":${written},"index":0}`;
    return this.#delta(`{"reasoning":${written},"reasoning_details":[${detail}]}`);
  }

  #writeCall({ id, name, arguments: input }: ToolCall): string {
    const index = this.#calls++;
    const begun = this.#facts.passed?.calls[index];
    if (begun !== undefined) {
      if (begun.name !== name || !input.startsWith(begun.arguments)) {
        throw new StreamError("The answer broke off inside a tool call, and the model that took over makes another call.", {
          code: "stream_diverged",
        });
      }
      const rest = input.slice(begun.arguments.length);
      return rest === "" ? "" : this.#delta(JSON.stringify({ tool_calls: [{ index, function: { arguments: rest } }] }));
    }
    return this.#delta(JSON.stringify({ tool_calls: [{ index, id, type: "function", function: { name, arguments: input } }] }));
  }

  #writeFinish({ reason, rawReason, message, usage }: FinishEvent): string {
    const details = this.#restOfDetails(message.reasoningDetails);
    const rest = {
      ...(details.length === 0 ? {} : { reasoning_details: details }),
      ...(message.refusal === undefined ? {} : { refusal: message.refusal }),
      ...(message.audio?.id === undefined ? {} : { audio: { id: message.audio.id } }),
    };
    const tail = Object.keys(rest).length === 0 ? "" : this.#delta(JSON.stringify(rest));
    const native = rawReason === undefined ? "null" : JSON.stringify(rawReason);
    const finish = `${this.#head},"choices":[{"index":0,"delta":{},"finish_reason":"${writeFinishReason(reason)}","native_finish_reason":${native}}]}\n\n`;
    const bill =
      usage === undefined || !this.#facts.includeUsage
        ? ""
        : `${this.#head},"choices":[],"usage":${JSON.stringify(writeUsage(usage))}}\n\n`;
    return `${tail}${finish}${bill}data: [DONE]\n\n`;
  }

  /** What of the details has not gone out as readable text: signatures, sealed items, and text that came late. */
  #restOfDetails(details: readonly JsonObject[] | undefined): readonly JsonObject[] {
    const field = this.#openSummary ? "summary" : "text";
    const type = `reasoning.${field}`;
    let sent = this.#reasoning;
    return (details ?? []).flatMap((detail) => {
      const text = detail[field];
      if (detail["type"] !== type || typeof text !== "string" || !sent.startsWith(text)) return [detail];
      sent = sent.slice(text.length);
      const { [field]: _text, ...others } = detail;
      const says = Object.entries(others).some(([name, value]) => name !== "type" && name !== "index" && value != null);
      return says ? [{ ...others, [field]: "" }] : [];
    });
  }
}
