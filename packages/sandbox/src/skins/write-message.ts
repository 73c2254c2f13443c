import type { ChatAnswer } from "../chat/answer-chat.js";
import type { ChatRequest } from "../chat/chat-request.js";
import type { FinishReason } from "../chat/reply.js";
import { sign } from "../chat/signature.js";
import { parseJson, type JsonObject } from "../wire/read-json.js";

const STOP_REASONS: Record<FinishReason, string> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
  error: "end_turn",
};

/** The content blocks of an answer: thinking, text, tool use. */
export function writeBlocks(chat: ChatRequest, { reply }: ChatAnswer): JsonObject[] {
  const shown = reply.reasoning !== "" && !chat.reasoning.hidden;
  return [
    ...(shown ? [{ type: "thinking", thinking: reply.reasoning, signature: sign("anthropic-claude-v1", reply.reasoning) }] : []),
    ...(reply.text === "" ? [] : [{ type: "text", text: reply.text, citations: null }]),
    ...reply.calls.map((call) => ({
      type: "tool_use",
      id: call.id,
      name: call.name,
      input: parseJson(call.arguments) ?? {},
      caller: { type: "direct" },
    })),
  ];
}

/** The message object; while it streams it has no content yet. */
export function writeMessage(chat: ChatRequest, answer: ChatAnswer, content: JsonObject[], ended: boolean): JsonObject {
  return {
    id: answer.head.id,
    type: "message",
    role: "assistant",
    container: null,
    content,
    model: chat.model.responseId,
    stop_reason: ended ? STOP_REASONS[answer.reply.finish] : null,
    stop_details: null,
    stop_sequence: null,
    usage: writeMessagesUsage(answer, ended),
  };
}

/** Anthropic's counters: cached tokens stand beside the input tokens, not within. */
export function writeMessagesUsage({ usage }: ChatAnswer, ended: boolean): JsonObject {
  const { counts } = usage;
  return {
    input_tokens: counts.prompt - counts.cached - counts.cacheWrite,
    output_tokens: ended ? counts.completion : 0,
    output_tokens_details: null,
    cache_creation_input_tokens: counts.cacheWrite,
    cache_read_input_tokens: counts.cached,
    cache_creation: null,
    inference_geo: null,
    server_tool_use: null,
    service_tier: "standard",
    ...(ended ? { cost: usage.costUsd, is_byok: false } : {}),
  };
}

export function stopReason(answer: ChatAnswer): string {
  return STOP_REASONS[answer.reply.finish];
}
