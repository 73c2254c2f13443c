import type { ChatMessage } from "../messages.js";
import type { ChatOptions } from "../options.js";
import type { FinishEvent } from "../events.js";
import type { Usage } from "../usage.js";
import { runTools, type RunToolsRequest } from "./tool-loop.js";

/** A whole loop of tools. */
export interface ToolsResult {
  /** The last answer's. */
  readonly text: string;
  /** Everything that was added to the conversation: answers, calls and results. */
  readonly messages: readonly ChatMessage[];
  /** The last answer. */
  readonly finish: FinishEvent;
  /** Of all steps. */
  readonly usage: Usage | undefined;
  readonly steps: number;
}

/**
 * `runTools` for who wants its end only (CHAT-11).
 *
 * @throws the error that broke the loop; what had been done by then is in the `loop-error` of `runTools`
 * @example
 * const { text, messages: added } = await completeTools({ target, messages, tools: [weather] });
 */
export async function completeTools(request: RunToolsRequest, options: ChatOptions = {}): Promise<ToolsResult> {
  for await (const event of runTools(request, options)) {
    if (event.type === "loop-error") throw event.error;
    if (event.type !== "loop-finish") continue;
    const { finish, messages, usage, steps } = event;
    return { text: finish.message.content ?? "", messages, finish, usage, steps };
  }
  throw new Error("The loop of tools ended without its last event.");
}
