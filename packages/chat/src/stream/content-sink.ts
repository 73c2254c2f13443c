import type { ChatEvent } from "../events.js";

/** Takes the words that stand inside other content. */
export interface ContentSink {
  addText(text: string, out: ChatEvent[]): void;
  addReasoning(text: string, out: ChatEvent[]): void;
}
