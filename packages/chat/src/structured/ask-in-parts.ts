import type { ChatResult } from "../chat-stream.js";
import type { ChatRequest } from "../options.js";
import { streamChat } from "../stream-chat.js";
import type { ObjectOptions } from "./object-options.js";
import { readPartialJson } from "./partial-json.js";
import type { PartialObject } from "./partial-object.js";

/** A long text is read anew when it has grown by this share, so that the work grows with its length and not with the square of it. */
const SHARE = 32;

/** The whole answer; whoever wants its events or its parts is told of them as they come. */
export async function ask<Output>(request: ChatRequest, { onEvent, onPartial, ...options }: ObjectOptions<Output>): Promise<ChatResult> {
  const stream = streamChat(request, options);
  if (onEvent === undefined && onPartial === undefined) return stream.result();
  let text = "";
  let readLength = 0;
  let told = "";
  for await (const event of stream) {
    onEvent?.(event);
    if (onPartial === undefined) continue;
    if (event.type === "restart") {
      text = "";
      readLength = 0;
    }
    if (event.type !== "text") continue;
    text += event.text;
    if (text.length - readLength < text.length / SHARE) continue;
    readLength = text.length;
    const partial = readPartialJson(text);
    const written = JSON.stringify(partial);
    if (partial === undefined || written === told) continue;
    told = written;
    onPartial(partial as PartialObject<Output>);
  }
  return stream.result();
}
