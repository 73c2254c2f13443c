import type { Conversation } from "@openclaw/chat";
import { messageText } from "./session-files.js";

const HEADINGS: Readonly<Record<string, string>> = {
  user: "You",
  assistant: "Answer",
  system: "System",
  developer: "System",
  tool: "Tool result",
};

/** A conversation to be read or passed on; attachments are named, not written. */
export function exportMarkdown({ messages }: Pick<Conversation, "messages">): string {
  const parts = messages.map((message) => {
    const by = message.role === "assistant" && message.source !== undefined ? ` (${message.source.model})` : "";
    const attached =
      message.role === "user" && typeof message.content !== "string"
        ? message.content.flatMap((part) => (part.type === "text" ? [] : [`[${part.type}]`]))
        : [];
    const text = [...attached, messageText(message.content)].filter((part) => part !== "").join("\n\n");
    return `## ${HEADINGS[message.role] ?? message.role}${by}\n\n${text.trim()}\n`;
  });
  return parts.join("\n");
}
