import { RequestError } from "@openclaw/core";
import type { ChatInput } from "../chat-input.js";
import type { ChatMessage } from "../messages.js";

/** Refuses what no model could answer, before anything is sent. @throws RequestError `input_invalid` */
export function checkInput({ messages, tools = [] }: ChatInput): void {
  if (messages.length === 0) throw refused("There is no message to send.", "Give a prompt.");
  const last = messages.at(-1);
  if (last?.role === "user" && isBlank(last)) throw refused("The prompt is blank.", "Write what you want to ask.");
  const names = tools.flatMap((tool) => ("inputSchema" in tool ? [tool.name] : []));
  for (const [index, name] of names.entries()) {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
      throw refused(`The tool name ${JSON.stringify(name)} cannot be used.`, "Use 1 to 64 letters, digits, _ or -.");
    }
    if (names.indexOf(name) !== index) throw refused(`Two tools are called ${JSON.stringify(name)}.`, "Give each tool its own name.");
  }
}

function isBlank(message: Extract<ChatMessage, { role: "user" }>): boolean {
  if (typeof message.content === "string") return message.content.trim() === "";
  return message.content.every((part) => part.type === "text" && part.text.trim() === "");
}

function refused(message: string, hint: string): RequestError {
  return new RequestError(message, { code: "input_invalid", hint });
}
