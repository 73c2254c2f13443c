import { StreamError } from "@openclaw/core";
import type { ChatEvent } from "./events.js";

/**
 * The text of one event, for `toReadableStream`: a body of nothing but the answer. Half an answer is not taken for a whole one: what cannot be told
 * in text breaks the body off.
 *
 * @throws the error of an `error` event; StreamError `stream_diverged` for a `restart`
 */
export function writeChatText(event: ChatEvent): string | undefined {
  if (event.type === "error") throw event.error;
  if (event.type === "restart") {
    throw new StreamError(`The answer started over: ${event.reason}`, { code: "stream_diverged", hint: "Ask again for a whole answer." });
  }
  return event.type === "text" ? event.text : undefined;
}
