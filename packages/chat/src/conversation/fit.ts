import type { ModelTraits, Warning } from "@openclaw/core";
import type { ChatMessage } from "../messages.js";
import { estimateTokens } from "./estimate-tokens.js";

export interface FitOptions {
  /** Room kept for the answer. Default: the model's longest answer, at most a quarter of its window. */
  readonly reserveTokens?: number | undefined;
  /** Puts what was left out into a few words; without it, it is left out silently but for the warning. */
  readonly summarize?: ((dropped: readonly ChatMessage[]) => Promise<string>) | undefined;
}

export interface FitResult {
  readonly messages: readonly ChatMessage[];
  readonly dropped: readonly ChatMessage[];
  readonly warning?: Warning;
}

/**
 * Makes a conversation fit a model's context window (CHAT-12 with REF-3): whole turns are dropped, oldest first; system messages and the latest
 * turn always stay, and a tool's result never loses its call. Without a known window nothing is dropped.
 */
export async function fitConversation(
  messages: readonly ChatMessage[],
  traits: Pick<ModelTraits, "contextTokens" | "maxOutputTokens">,
  options: FitOptions = {},
): Promise<FitResult> {
  const window = traits.contextTokens;
  if (window === undefined) return { messages, dropped: [] };
  const reserve = options.reserveTokens ?? Math.min(traits.maxOutputTokens ?? window / 4, window / 4);
  const room = window - reserve;
  const system = messages.filter((message) => message.role === "system" || message.role === "developer");
  const turns = splitTurns(messages.filter((message) => message.role !== "system" && message.role !== "developer"));
  let kept = turns;
  const size = (): number => estimateTokens(system) + kept.reduce((sum, turn) => sum + estimateTokens(turn), 0);
  while (kept.length > 1 && size() > room) kept = kept.slice(1);
  const dropped = turns.slice(0, turns.length - kept.length).flat();
  if (dropped.length === 0) return { messages, dropped };
  const summary = await options.summarize?.(dropped);
  const bridge: readonly ChatMessage[] =
    summary === undefined ? [] : [{ role: "user", content: `Summary of the conversation so far:\n${summary}` }];
  return {
    messages: [...system, ...bridge, ...kept.flat()],
    dropped,
    warning: {
      code: "conversation_shortened",
      message: `The conversation is longer than the model's window of ${window} tokens: the oldest ${dropped.length} messages are ${summary === undefined ? "left out" : "summarised"}.`,
    },
  };
}

/** A turn is a user message and everything up to the next one. */
function splitTurns(messages: readonly ChatMessage[]): readonly (readonly ChatMessage[])[] {
  const turns: ChatMessage[][] = [];
  for (const message of messages) {
    const open = turns.at(-1);
    if (open === undefined || message.role === "user") turns.push([message]);
    else open.push(message);
  }
  return turns;
}
