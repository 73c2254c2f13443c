import type { ChatMessage, UserPart } from "@openclaw/chat";
import { writeMessage as writeAnswer } from "./write-chat-completion.js";

type Json = Readonly<Record<string, unknown>>;

/** A message of a conversation as a client would send it. */
export function writeMessage(message: ChatMessage): Json {
  switch (message.role) {
    case "assistant":
      return writeAnswer(message);
    case "tool":
      return { role: "tool", tool_call_id: message.toolCallId, content: contentOf(message.content) };
    case "user":
      return { role: "user", content: contentOf(message.content), ...(message.name === undefined ? {} : { name: message.name }) };
    case "system":
    case "developer":
      return { role: message.role, content: contentOf(message.content) };
  }
}

function contentOf(content: string | readonly UserPart[]): string | readonly Json[] {
  return typeof content === "string" ? content : content.map(writePart);
}

function writePart(part: UserPart): Json {
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text };
    case "image":
      return { type: "image_url", image_url: { url: part.url, ...(part.detail === undefined ? {} : { detail: part.detail }) } };
    case "audio":
      return { type: "input_audio", input_audio: { data: part.data, format: part.format } };
    case "video":
      return { type: "video_url", video_url: { url: part.url } };
    case "file":
      return {
        type: "file",
        file: {
          ...(part.filename === undefined ? {} : { filename: part.filename }),
          ...(part.data === undefined ? {} : { file_data: part.data }),
          ...(part.fileId === undefined ? {} : { file_id: part.fileId }),
        },
      };
  }
}
