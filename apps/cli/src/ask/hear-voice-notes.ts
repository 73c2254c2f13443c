import type { ChatMessage, UserPart } from "@openclaw/chat";
import type { ModelTarget } from "@openclaw/core";
import type { Context } from "../context.js";

/**
 * Voice notes for models that cannot hear: each is written down first, and its transcript stands in for it as an `[Audio]` block (STT-1,
 * MED-1), as in OpenClaw. A model that can hear gets the sound, and `tools.media.audio.enabled: false` leaves everything as it is.
 */
export async function hearVoiceNotes(
  context: Context,
  messages: readonly ChatMessage[],
  targets: readonly ModelTarget[],
): Promise<readonly ChatMessage[]> {
  const deaf = targets.every(({ traits }) => traits.known && !traits.input.includes("audio"));
  if (!deaf || !messages.some(hasSound)) return messages;
  const { audio } = (await context.config()).config.tools.media;
  if (audio.enabled === false) return messages;
  return Promise.all(
    messages.map(async (message) =>
      message.role === "user" && typeof message.content !== "string"
        ? { ...message, content: await Promise.all(message.content.map((part) => hear(context, part))) }
        : message,
    ),
  );
}

function hasSound(message: ChatMessage): boolean {
  return message.role === "user" && typeof message.content !== "string" && message.content.some(({ type }) => type === "audio");
}

async function hear(context: Context, part: UserPart): Promise<UserPart> {
  if (part.type !== "audio") return part;
  const { transcribeSound } = await import("../speak/transcribe-sound.js");
  const { text } = await transcribeSound(context, {
    audio: Buffer.from(part.data, "base64"),
    format: part.format,
    resolved: await context.targets("transcription"),
  });
  const { audio } = (await context.config()).config.tools.media;
  const heard = text.trim();
  if (audio.echoTranscript === true) context.out.note((audio.echoFormat ?? '"{transcript}"').replaceAll("{transcript}", heard));
  else context.out.detail(`heard: ${heard}`);
  return { type: "text", text: `[Audio]\nTranscript:\n${heard}` };
}
