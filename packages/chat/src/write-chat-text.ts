import type { ChatEvent } from "./events.js";
import { startedOver } from "./recover/started-over.js";
import type { ToolLoopEvent } from "./tools/tool-loop.js";

/**
 * The text of one event of `streamChat` or `runTools`, for `toReadableStream`: a body of nothing but the answer. Half an answer is not taken for a whole one: what cannot be told
 * in text breaks the body off.
 *
 * @throws the error of an `error` or `loop-error` event; StreamError `stream_diverged` for a `restart`
 */
export function writeChatText(event: ChatEvent | ToolLoopEvent): string | undefined {
  if (event.type === "error" || event.type === "loop-error") throw event.error;
  if (event.type === "restart") throw startedOver(event.reason);
  return event.type === "text" ? event.text : undefined;
}
