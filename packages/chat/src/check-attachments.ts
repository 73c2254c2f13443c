import { type ModelTraits, RequestError } from "@openclaw/core";
import type { ChatMessage, UserPart } from "./messages.js";

const NEEDS: Record<Exclude<UserPart["type"], "text" | "file">, "image" | "audio" | "video"> = {
  image: "image",
  audio: "audio",
  video: "video",
};

/**
 * Refuses attachments that the model cannot take, before anything is sent. Documents pass: OpenRouter parses PDF for every model.
 *
 * @throws RequestError `unsupported`, which moves a chain of candidates on to one that can
 */
export function checkAttachments(messages: readonly ChatMessage[], traits: Pick<ModelTraits, "known" | "input">, ref: string): void {
  if (!traits.known) return;
  for (const message of messages) {
    if (message.role !== "user" || typeof message.content === "string") continue;
    const refused = message.content.find(
      (part) => part.type !== "text" && part.type !== "file" && !traits.input.includes(NEEDS[part.type]),
    );
    if (refused === undefined) continue;
    throw new RequestError(`${ref} takes no ${refused.type} input; it takes ${traits.input.join(", ")}.`, {
      code: "unsupported",
      hint: `Choose a model with ${refused.type} input.`,
    });
  }
}
