import type { ChatEvent } from "../events.js";
import type { Delivered } from "./delivered.js";
import { PrefillChannel } from "./prefill-channel.js";
import { PrefixChannel } from "./prefix-channel.js";

/** Holds the events of a new try against what the caller already has (FAIL-5), so that nothing is delivered twice. */
export class Aligner {
  readonly #delivered: Delivered;
  readonly #text: PrefixChannel | PrefillChannel;
  readonly #reasoning: PrefixChannel;
  readonly #audio: PrefixChannel;
  readonly #transcript: PrefixChannel;
  readonly #tools: readonly PrefixChannel[];
  #toolsStarted = 0;
  #imagesSeen = 0;
  #reasoningMuted: boolean;

  /** @param beginning what the try was given to go on from; absent: it answers anew, from the beginning */
  constructor(delivered: Delivered, beginning: string | undefined) {
    this.#delivered = delivered;
    this.#text = beginning === undefined ? new PrefixChannel(delivered.text) : new PrefillChannel(beginning);
    this.#reasoning = new PrefixChannel(delivered.reasoning);
    this.#audio = new PrefixChannel(delivered.audioData);
    this.#transcript = new PrefixChannel(delivered.transcript);
    this.#tools = delivered.tools.map((tool) => new PrefixChannel(tool.arguments));
    // A continued answer may think again; the caller has seen its thinking.
    this.#reasoningMuted = beginning !== undefined;
  }

  /** Appends what is new in `events` to `out`. @returns false when the new answer departs from what was delivered. */
  align(events: readonly ChatEvent[], out: ChatEvent[]): boolean {
    return events.every((event) => this.#alignOne(event, out));
  }

  /** The new answer is complete: false when it ended before it had repeated what was delivered. */
  finish(out: ChatEvent[]): boolean {
    if (this.#text instanceof PrefillChannel) {
      const rest = this.#text.finish();
      if (rest !== "") out.push({ type: "text", text: rest });
      return true;
    }
    const whole = [this.#text, this.#audio, this.#transcript, ...this.#tools].every((channel) => channel.caughtUp);
    return whole && this.#toolsStarted >= this.#tools.length && this.#imagesSeen >= this.#delivered.images.length;
  }

  #alignOne(event: ChatEvent, out: ChatEvent[]): boolean {
    switch (event.type) {
      case "text":
        return pass(this.#text.take(event.text), (text) => out.push({ type: "text", text }));
      case "reasoning":
        this.#alignReasoning(event.text, out);
        return true;
      case "tool-input-start":
        return this.#alignToolStart(event, out);
      case "tool-input": {
        const channel = this.#tools[event.index];
        const rest = channel === undefined ? event.text : channel.take(event.text);
        return pass(rest, (text) => out.push({ ...event, text }));
      }
      case "image":
        return this.#alignImage(event, out);
      case "audio":
        return this.#alignAudio(event, out);
      case "annotation":
        if (!this.#delivered.annotations.includes(JSON.stringify(event.annotation))) out.push(event);
        return true;
      default:
        out.push(event);
        return true;
    }
  }

  /** Thinking that takes another way is not shown a second time; it is no contradiction. */
  #alignReasoning(piece: string, out: ChatEvent[]): void {
    if (this.#reasoningMuted) return;
    const text = this.#reasoning.take(piece);
    if (text === undefined) this.#reasoningMuted = true;
    else if (text !== "") out.push({ type: "reasoning", text });
  }

  #alignToolStart(event: Extract<ChatEvent, { type: "tool-input-start" }>, out: ChatEvent[]): boolean {
    this.#toolsStarted++;
    const delivered = this.#delivered.tools[event.index];
    if (delivered === undefined) out.push(event);
    return delivered === undefined || delivered.name === event.name;
  }

  #alignImage(event: Extract<ChatEvent, { type: "image" }>, out: ChatEvent[]): boolean {
    const delivered = this.#delivered.images[this.#imagesSeen++];
    if (delivered === undefined) out.push(event);
    return delivered === undefined || delivered === event.url;
  }

  #alignAudio(event: Extract<ChatEvent, { type: "audio" }>, out: ChatEvent[]): boolean {
    const data = this.#audio.take(event.data ?? "");
    const transcript = this.#transcript.take(event.transcript ?? "");
    if (data === undefined || transcript === undefined) return false;
    if (data !== "" || transcript !== "")
      out.push({ type: "audio", ...(data === "" ? {} : { data }), ...(transcript === "" ? {} : { transcript }) });
    return true;
  }
}

function pass(text: string | undefined, emit: (text: string) => void): boolean {
  if (text === undefined) return false;
  if (text !== "") emit(text);
  return true;
}
