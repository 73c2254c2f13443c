import type { JsonObject } from "@openclaw/core";
import type { AssistantMessage, ChatMessage } from "../messages.js";
import type { MessageWire, ShapeStep } from "./step.js";
import { withMessages, writeTextMessage } from "./text-messages.js";
import { writeContent } from "./write-content.js";

/**
 * The neutral messages in OpenRouter's form. An answer that says nothing stays behind: what is left of one that was aborted
 * before its first word, which providers refuse. Nothing else is judged here: later steps drop and mark.
 */
export const messages: ShapeStep = {
  name: "messages",
  apply(draft, { input }) {
    return withMessages(draft, input.messages.filter(saysSomething).map(writeMessage));
  },
};

/** Some of an answer is sent. */
export function saysSomething(message: ChatMessage): boolean {
  if (message.role !== "assistant" || typeof message.content === "string") return true;
  return (message.toolCalls?.length ?? 0) > 0 || (message.images?.length ?? 0) > 0 || message.audio?.id !== undefined;
}

function writeMessage(message: ChatMessage): MessageWire {
  switch (message.role) {
    case "system":
    case "developer":
    case "user":
      return writeTextMessage(message, writeContent(message.content));
    case "assistant":
      return writeAssistant(message);
    case "tool":
      return {
        role: "tool",
        tool_call_id: message.toolCallId,
        content: writeContent(message.content),
      };
  }
}

function writeAssistant(message: AssistantMessage): MessageWire {
  const calls = message.toolCalls ?? [];
  return {
    role: "assistant",
    // `null`, not "": Bedrock refuses empty text beside tool calls (trap 14).
    content: message.content === "" && calls.length > 0 ? null : (message.content ?? null),
    ...(message.reasoning === undefined ? {} : { reasoning: message.reasoning }),
    ...(message.reasoningDetails === undefined ? {} : { reasoning_details: message.reasoningDetails }),
    ...(calls.length === 0
      ? {}
      : { tool_calls: calls.map((call) => ({ id: call.id, type: "function", function: { name: call.name, arguments: call.arguments } })) }),
    ...(message.images === undefined ? {} : { images: message.images.map(({ url }) => ({ type: "image_url", image_url: { url } })) }),
    ...(message.audio?.id === undefined ? {} : { audio: { id: message.audio.id } }),
    ...(fileAnnotations(message).length === 0 ? {} : { annotations: fileAnnotations(message) }),
  };
}

/** A parsed PDF comes back as an annotation; sending it again spares (and does not bill) parsing it again. */
function fileAnnotations(message: AssistantMessage): readonly JsonObject[] {
  return (message.annotations ?? []).filter((annotation) => annotation["type"] === "file");
}
