import { splitTokens } from "../count-tokens.js";
import type { ChatRequest } from "../chat-request.js";
import type { Reply } from "../reply.js";

/** Cuts an answer at the first stop sequence and at `max_tokens`; reasoning spends the same budget first. */
export function limitReply(chat: ChatRequest, reply: Reply): Reply {
  const text = cutAtStop(reply.text, chat.stops);
  if (chat.maxTokens === undefined) return { ...reply, text };
  const thought = splitTokens(reply.reasoning);
  const words = splitTokens(text);
  const called = splitTokens(reply.calls.map((call) => call.name + call.arguments).join(""));
  if (thought.length + words.length + called.length <= chat.maxTokens) return { ...reply, text };
  const left = Math.max(0, chat.maxTokens - thought.length);
  return {
    ...reply,
    reasoning: thought.slice(0, chat.maxTokens).join(""),
    text: words.slice(0, left).join(""),
    calls: [],
    finish: "length",
  };
}

function cutAtStop(text: string, stops: readonly string[]): string {
  const places = stops
    .filter((stop) => stop !== "")
    .map((stop) => text.indexOf(stop))
    .filter((place) => place >= 0);
  return places.length === 0 ? text : text.slice(0, Math.min(...places));
}
