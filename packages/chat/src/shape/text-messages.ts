import type { ChatMessage } from "../messages.js";
import { type MessageWire, type ShapeStep, withBody } from "./step.js";

/** The `messages` step for messages of nothing but text. */
export const textMessages: ShapeStep = {
  name: "messages",
  apply: (draft, { input }) =>
    withMessages(
      draft,
      input.messages.map((message) => writeTextMessage(message, message.content as string)),
    ),
};

/** A message with its content already written. */
export function writeTextMessage(message: ChatMessage, content: MessageWire["content"]): MessageWire {
  const { role } = message;
  return {
    // One role for both: `developer` is OpenAI's own and not forwarded on this route.
    role: role === "developer" ? "system" : role,
    content,
    ...(role === "user" && message.name !== undefined ? { name: message.name } : {}),
  };
}

/** The draft with its messages. */
export function withMessages(draft: Parameters<typeof withBody>[0], wire: readonly MessageWire[]): ReturnType<typeof withBody> {
  return withBody(draft, { messages: wire }, `${wire.length} message${wire.length === 1 ? "" : "s"}`);
}
