import type { ChatEvent, ToolLoopEvent } from "@openclaw/chat";
import { ToolkitError } from "@openclaw/core";

/** An event as one line of JSON: errors by their plain data, everything else as it is (CLI-3). */
export function eventLine(event: ChatEvent | ToolLoopEvent): unknown {
  if (event.type !== "error" && event.type !== "loop-error") return event;
  const { error, ...rest } = event;
  return { ...rest, error: ToolkitError.isInstance(error) ? error.toJSON() : { type: error.name, message: error.message } };
}
