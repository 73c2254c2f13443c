import type { AssistantMessage, ChatMessage, ImagePart, TextPart, UserPart } from "@openclaw/chat";
import type { JsonObject } from "@openclaw/core";
import type { MessageWire, UserPartWire } from "./chat-request-schema.js";

type AssistantWire = Extract<MessageWire, { role: "assistant" }>;

/** OpenAI's and OpenRouter's messages in the toolkit's own form. */
export function readMessages(messages: readonly MessageWire[]): readonly ChatMessage[] {
  return messages.map(readMessage);
}

function readMessage(message: MessageWire): ChatMessage {
  switch (message.role) {
    case "system":
    case "developer":
      return { role: message.role, content: typeof message.content === "string" ? message.content : message.content.map(readTextPart) };
    case "user":
      return {
        role: "user",
        content: typeof message.content === "string" ? message.content : message.content.map(readPart),
        ...(message.name == null ? {} : { name: message.name }),
      };
    case "assistant":
      return readAssistant(message);
    case "tool":
      return {
        role: "tool",
        toolCallId: message.tool_call_id,
        content:
          typeof message.content === "string" ? message.content : message.content.map((part) => readPart(part) as TextPart | ImagePart),
      };
  }
}

function readAssistant(message: AssistantWire): AssistantMessage {
  const reasoning = message.reasoning ?? message.reasoning_content;
  const { refusal, text } = readContent(message.content);
  const told = message.refusal ?? refusal;
  return {
    role: "assistant",
    content: text,
    ...(reasoning == null ? {} : { reasoning }),
    ...(message.reasoning_details == null ? {} : { reasoningDetails: message.reasoning_details as JsonObject[] }),
    ...(message.tool_calls == null || message.tool_calls.length === 0 ? {} : { toolCalls: message.tool_calls.map(readCall) }),
    ...(told == null ? {} : { refusal: told }),
    ...(message.images == null ? {} : { images: message.images.map(({ image_url: image }) => ({ url: image.url })) }),
    ...(message.audio?.id == null ? {} : { audio: { id: message.audio.id } }),
    ...(message.annotations == null ? {} : { annotations: message.annotations as JsonObject[] }),
    ...(message.model == null ? {} : { source: { model: message.model } }),
  };
}

function readContent(content: AssistantWire["content"]): { readonly text: string | null; readonly refusal?: string } {
  if (content == null || typeof content === "string") return { text: content ?? null };
  const texts = content.flatMap((part) => (part.type === "text" ? [part.text] : []));
  const refusals = content.flatMap((part) => (part.type === "refusal" ? [part.refusal] : []));
  return { text: texts.length === 0 ? null : texts.join(""), ...(refusals.length === 0 ? {} : { refusal: refusals.join("") }) };
}

function readCall(call: NonNullable<AssistantWire["tool_calls"]>[number]): NonNullable<AssistantMessage["toolCalls"]>[number] {
  return { id: call.id, name: call.function.name, arguments: call.function.arguments ?? "" };
}

function readTextPart(part: Extract<UserPartWire, { type: "text" }>): TextPart {
  const marker = part.cache_control;
  return {
    type: "text",
    text: part.text,
    ...(marker == null ? {} : { cacheControl: marker.ttl === undefined ? {} : { ttl: marker.ttl } }),
  };
}

function readPart(part: UserPartWire): UserPart {
  switch (part.type) {
    case "text":
      return readTextPart(part);
    case "image_url": {
      const { image_url: image } = part;
      if (typeof image === "string") return { type: "image", url: image };
      return { type: "image", url: image.url, ...(image.detail == null ? {} : { detail: image.detail }) };
    }
    case "input_audio":
      return { type: "audio", data: part.input_audio.data, format: part.input_audio.format };
    case "video_url":
    case "input_video":
      return { type: "video", url: part.video_url.url };
    case "file":
      return {
        type: "file",
        ...(part.file.filename == null ? {} : { filename: part.file.filename }),
        ...(part.file.file_data == null ? {} : { data: part.file.file_data }),
        ...(part.file.file_id == null ? {} : { fileId: part.file.file_id }),
      };
  }
}
