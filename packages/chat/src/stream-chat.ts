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
  // What is looked up in a list of targets may not be there, whatever its type says; and without types it may be a model's name.
  if ([request.target].flat()[0]?.endpoint === undefined) {
    throw new RequestError("target must come from createTarget.", { code: "input_invalid" });
  }
  return new ChatStream(() => new ChatSession(request, options));
}

/** Asks a model and waits for its whole answer: the collected stream. @throws ChatError, or AbortError */
export function completeChat(request: ChatRequest, options: ChatOptions = {}): Promise<ChatResult> {
  return streamChat(request, options).result();
}
