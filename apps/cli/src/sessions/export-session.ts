import type { ChatMessage, Conversation, MediaEntry } from "@openclaw/chat";
import { shownUsd } from "../output/amounts.js";
import { messageText } from "./session-files.js";

const HEADINGS: Readonly<Record<string, string>> = {
  user: "You",
  assistant: "Answer",
  system: "System",
  developer: "System",
  tool: "Tool result",
};

const MADE: Readonly<Record<string, string>> = { image: "Picture", video: "Video", music: "Music", speech: "Speech" };

/** A conversation to be read or passed on; attachments are named, not written, and what was made beside the talk stands where it was made. */
export function exportMarkdown(conversation: Pick<Conversation, "messages" | "entries">): string {
  return timeline(conversation)
    .map((item) => ("type" in item ? mediaText(item) : talkText(item)))
    .join("\n");
}

/** Messages as they hold now, and between them what was made. */
function timeline({ messages, entries }: Pick<Conversation, "messages" | "entries">): readonly (ChatMessage | MediaEntry)[] {
  const held = new Set(messages);
  let items: (ChatMessage | MediaEntry)[] = [];
  for (const entry of entries) {
    if (entry.type === "media") items.push(entry);
    else if (entry.type === "message" && held.has(entry.message)) items.push(entry.message);
    // What was said is replaced by what begins the conversation anew; what was made is still there.
    else if (entry.type === "compaction")
      items = [...entry.messages.filter((message) => held.has(message)), ...items.filter((item) => "type" in item)];
  }
  return items;
}

function talkText(message: ChatMessage): string {
  const by = message.role === "assistant" && message.source !== undefined ? ` (${message.source.model})` : "";
  const attached =
    message.role === "user" && typeof message.content !== "string"
      ? message.content.flatMap((part) => (part.type === "text" ? [] : [`[${part.type}]`]))
      : [];
  const text = [...attached, messageText(message.content)].filter((part) => part !== "").join("\n\n");
  return `## ${HEADINGS[message.role] ?? message.role}${by}\n\n${text.trim()}\n`;
}

function mediaText({ kind, model, prompt, paths, costUsd }: MediaEntry): string {
  const by = model === undefined ? "" : ` (${model})`;
  const cost = costUsd === undefined ? [] : [`Cost: ${shownUsd(costUsd)}`];
  const text = [prompt.trim(), paths.map((path) => `- ${path}`).join("\n"), ...cost].filter((part) => part !== "").join("\n\n");
  return `## ${MADE[kind] ?? kind}${by}\n\n${text}\n`;
}
