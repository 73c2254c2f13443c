import type { ChatEvent } from "../events.js";

/** What the caller has been given of an answer so far. */
export interface Delivered {
  readonly text: string;
  readonly reasoning: string;
  readonly tools: readonly { readonly name: string; readonly arguments: string }[];
  readonly images: readonly string[];
  readonly audioData: string;
  readonly transcript: string;
  readonly annotations: readonly string[];
}

export const NOTHING_DELIVERED: Delivered = {
  text: "",
  reasoning: "",
  tools: [],
  images: [],
  audioData: "",
  transcript: "",
  annotations: [],
};

/** Adds events that were handed to the caller. */
export function afterEvents(delivered: Delivered, events: readonly ChatEvent[]): Delivered {
  let { text, reasoning, audioData, transcript } = delivered;
  const tools = delivered.tools.map((tool) => ({ ...tool }));
  const images = [...delivered.images];
  const annotations = [...delivered.annotations];
  for (const event of events) {
    if (event.type === "text") text += event.text;
    else if (event.type === "reasoning") reasoning += event.text;
    else if (event.type === "tool-input-start") tools[event.index] = { name: event.name, arguments: "" };
    else if (event.type === "tool-input") {
      const tool = tools[event.index];
      if (tool !== undefined) tool.arguments += event.text;
    } else if (event.type === "image") images.push(event.url);
    else if (event.type === "audio") {
      audioData += event.data ?? "";
      transcript += event.transcript ?? "";
    } else if (event.type === "annotation") annotations.push(JSON.stringify(event.annotation));
  }
  return { text, reasoning, tools, images, audioData, transcript, annotations };
}

/** True when something was delivered that a new try must not contradict. Reasoning alone binds nobody. */
export function isCommitted(delivered: Delivered): boolean {
  return (
    delivered.text !== "" ||
    delivered.tools.length > 0 ||
    delivered.images.length > 0 ||
    delivered.audioData !== "" ||
    delivered.transcript !== ""
  );
}
