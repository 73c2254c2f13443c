import type { AssistantMessage, ChatResult, ToolCall } from "@openclaw/chat";
import { writeFinishReason, writeUsage } from "./write-usage.js";

/** A whole answer as a `chat.completion`. */
export function writeChatCompletion(
  result: Pick<ChatResult, "model" | "provider" | "usage" | "message" | "finishReason" | "rawFinishReason">,
  facts: { readonly id: string; readonly createdS: number },
): Readonly<Record<string, unknown>> {
  const { provider, usage, model, message } = result;
  return {
    id: facts.id,
    object: "chat.completion",
    created: facts.createdS,
    model,
    ...(provider === undefined ? {} : { provider }),
    system_fingerprint: null,
    choices: [
      {
        index: 0,
        message: writeMessage(message),
        finish_reason: writeFinishReason(result.finishReason),
        native_finish_reason: result.rawFinishReason ?? null,
        logprobs: null,
      },
    ],
    ...(usage === undefined ? {} : { usage: writeUsage(usage) }),
  };
}

/** The message of an answer, ready to be sent back in the next request. */
export function writeMessage(message: AssistantMessage): Readonly<Record<string, unknown>> {
  const calls = message.toolCalls ?? [];
  return {
    ...message.extra,
    role: "assistant",
    content: message.content,
    refusal: message.refusal ?? null,
    ...(message.reasoning === undefined ? {} : { reasoning: message.reasoning }),
    ...(message.reasoningDetails === undefined ? {} : { reasoning_details: message.reasoningDetails }),
    ...(calls.length === 0 ? {} : { tool_calls: calls.map(writeToolCall) }),
    ...(message.images === undefined ? {} : { images: message.images.map(writeImage) }),
    ...(message.audio === undefined ? {} : { audio: message.audio }),
    ...(message.annotations === undefined ? {} : { annotations: message.annotations }),
  };
}

/** A call of a tool, as chunks and whole answers name it. */
export function writeToolCall({ id, name, arguments: input }: ToolCall, index: number): Readonly<Record<string, unknown>> {
  return { index, id, type: "function", function: { name, arguments: input } };
}

export function writeImage({ url }: { readonly url: string }, index: number): Readonly<Record<string, unknown>> {
  return { index, type: "image_url", image_url: { url } };
}
