import { RequestError } from "@openclaw/core/internal/stream";
import { type ChatResult, ChatStream } from "./chat-stream.js";
import type { ChatOptions, ChatRequest } from "./options.js";
import { ChatSession } from "./chat-session.js";

/**
 * Asks a model and streams its answer as typed events (CHAT-10). Nothing is sent until the stream is read.
 *
 * @throws RequestError `input_invalid` at once when there is nobody to ask; everything later arrives as the `error` event
 * @example
 * for await (const event of streamChat({ target, messages: [{ role: "user", content: "Hello" }] })) {
 *   if (event.type === "text") process.stdout.write(event.text);
 * }
 */
export function streamChat(request: ChatRequest, options: ChatOptions = {}): ChatStream {
  // What is looked up in a list of targets may not be there, whatever its type says.
  if ([request.target].flat()[0] === undefined) {
    throw new RequestError("There is no model to ask: target is missing or empty.", { code: "input_invalid" });
  }
  return new ChatStream(() => new ChatSession(request, options));
}

/** Asks a model and waits for its whole answer: the collected stream. @throws ChatError, or AbortError */
export function completeChat(request: ChatRequest, options: ChatOptions = {}): Promise<ChatResult> {
  return streamChat(request, options).result();
}
