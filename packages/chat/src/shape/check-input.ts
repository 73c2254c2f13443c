import { RequestError } from "@openclaw/core";
import { checkFields, readArray, readObject, readString } from "@openclaw/core/internal";
import { type ChatInput, THINKING_LEVELS } from "../chat-input.js";
import type { ChatMessage } from "../messages.js";
import { PARAM_NAMES, REQUEST_NAMES } from "./field-names.js";

/**
 * Refuses what no model could answer, and, from callers without types, what cannot be sent at all, before anything is sent.
 *
 * @throws RequestError `input_invalid`
 */
export function checkInput(input: ChatInput): void {
  checkFields(input, REQUEST_NAMES);
  checkFields(input.params ?? {}, PARAM_NAMES);
  const { messages, tools = [], thinking, responseFormat } = input;
  const given = readArray(messages) ?? [];
  if (given.length === 0) throw refused("There is no message to send.", 'Give messages: [{ role: "user", content: "…" }].');
  for (const [index, message] of given.entries()) checkMessage(message, index + 1);
  const last = messages.at(-1);
  if (last?.role === "user" && isBlank(last)) throw refused("The prompt is blank.", "Write what you want to ask.");
  if (thinking !== undefined && !THINKING_LEVELS.includes(thinking)) {
    throw refused(`${JSON.stringify(thinking)} is not a thinking level.`, `Use one of: ${THINKING_LEVELS.join(", ")}.`);
  }
  if (responseFormat !== undefined && !FORMATS.includes(responseFormat.type)) {
    throw refused(`${JSON.stringify(responseFormat.type)} is not a form of an answer.`, `Use a type of ${FORMATS.join(", ")}.`);
  }
  const names = tools.flatMap((tool) => ("inputSchema" in tool ? [tool.name] : []));
  for (const [index, name] of names.entries()) {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
      throw refused(`The tool name ${JSON.stringify(name)} cannot be used.`, "Use 1 to 64 letters, digits, _ or -.");
    }
    if (names.indexOf(name) !== index) throw refused(`Two tools are called ${JSON.stringify(name)}.`, "Give each tool its own name.");
  }
}

const FORMATS = ["text", "json", "json-schema"];
const ROLES = ["system", "developer", "user", "assistant", "tool"];

/** @param place counted from 1 */
function checkMessage(value: unknown, place: number): void {
  const { role, content, toolCallId } = readObject(value) ?? {};
  const name = readString(role) ?? "";
  if (!ROLES.includes(name)) throw refused(`Message ${place} has no role that is known.`, `Use one of: ${ROLES.join(", ")}.`);
  if (role === "tool" && typeof toolCallId !== "string") {
    throw refused(`Message ${place} (tool) has no toolCallId.`, "Give the id of the call that it answers.");
  }
  // An answer may be calls, pictures or sound alone.
  if (role === "assistant" || typeof content === "string") return;
  const parts = readArray(content);
  if (parts === undefined) throw refused(`Message ${place} (${name}) has no content.`, "Give a text, or a list of parts.");
  if (!parts.every(isPart))
    throw refused(`Message ${place} (${name}) has a part that cannot be sent.`, `Parts are of type ${PARTS.join(", ")}.`);
}

const PARTS = ["text", "image", "audio", "video", "file"];

function isPart(value: unknown): boolean {
  const { type, text } = readObject(value) ?? {};
  return type === "text" ? typeof text === "string" : PARTS.includes(readString(type) ?? "");
}

function isBlank(message: Extract<ChatMessage, { role: "user" }>): boolean {
  if (typeof message.content === "string") return message.content.trim() === "";
  return message.content.every((part) => part.type === "text" && part.text.trim() === "");
}

function refused(message: string, hint: string): RequestError {
  return new RequestError(message, { code: "input_invalid", hint });
}
