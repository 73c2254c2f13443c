import { type ChatMessage, writeContent } from "@openclaw/chat";
import { writeMessage as writeAnswer } from "./write-chat-completion.js";

type Json = Readonly<Record<string, unknown>>;

/** A message of a conversation as a client would send it. */
export function writeMessage(message: ChatMessage): Json {
  switch (message.role) {
    case "assistant":
      return writeAnswer(message);
    case "tool":
      return { role: "tool", tool_call_id: message.toolCallId, content: writeContent(message.content) };
    case "user":
      return { role: "user", content: writeContent(message.content), ...(message.name === undefined ? {} : { name: message.name }) };
    case "system":
    case "developer":
      return { role: message.role, content: writeContent(message.content) };
  }
}
