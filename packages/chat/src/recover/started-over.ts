import { StreamError } from "@openclaw/core";

/** What ends an answer that is told as text alone when it starts over: text that was told cannot be taken back. */
export function startedOver(reason: string): StreamError {
  return new StreamError(`The answer started over: ${reason}`, { code: "stream_diverged", hint: "Ask again for a whole answer." });
}
