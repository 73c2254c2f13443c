import type { ChatEvent } from "../events.js";
import type { AnswerBuilder } from "../stream/answer-builder.js";

/** Everything an answer has said so far, as the fewest events that say it. */
export function restartEvents(builder: AnswerBuilder): readonly ChatEvent[] {
  const { reasoning, images = [], audio, annotations = [] } = builder.toMessage();
  const events: ChatEvent[] = [];
  if (reasoning !== undefined) events.push({ type: "reasoning", text: reasoning });
  if (builder.text !== "") events.push({ type: "text", text: builder.text });
  for (const [index, tool] of builder.toolInputs.entries()) {
    if (tool.name === "") continue;
    events.push({ type: "tool-input-start", index, name: tool.name });
    if (tool.arguments !== "") events.push({ type: "tool-input", index, text: tool.arguments });
  }
  for (const { url } of images) events.push({ type: "image", url });
  if (audio?.data !== undefined || audio?.transcript !== undefined) {
    events.push({
      type: "audio",
      ...(audio.data === undefined ? {} : { data: audio.data }),
      ...(audio.transcript === undefined ? {} : { transcript: audio.transcript }),
    });
  }
  for (const annotation of annotations) events.push({ type: "annotation", annotation });
  if (builder.usage !== undefined) events.push({ type: "usage", usage: builder.usage });
  return events;
}
