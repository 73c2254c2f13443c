import { randomId } from "../http/request-id.js";
import { writeChatCompletion } from "../wire/write-chat-completion.js";
import type { FrameInspector } from "./frame-inspector.js";

const REASONS = { stop: "stop", length: "length", content_filter: "content-filter" } as const;

/** The document of an answer whose stream was words and nothing else; `undefined` for another one. */
export function writeCollected({ id, model, provider, usage, text, finishReason, nativeFinishReason }: FrameInspector): string | undefined {
  const reason = REASONS[finishReason as keyof typeof REASONS] as (typeof REASONS)[keyof typeof REASONS] | undefined;
  if (model === undefined || reason === undefined) return undefined;
  const rawFinishReason = typeof nativeFinishReason === "string" ? nativeFinishReason : finishReason;
  const message = { role: "assistant", content: text } as const;
  const result = { model, provider, usage, message, finishReason: reason, rawFinishReason };
  return JSON.stringify(writeChatCompletion(result, { id: id ?? `chatcmpl-${randomId()}`, createdS: Math.floor(Date.now() / 1000) }));
}
