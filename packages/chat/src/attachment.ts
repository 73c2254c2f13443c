import { RequestError } from "@openclaw/core";
import type { UserPart } from "./messages.js";

/** Something to attach: an `https:` or `data:` URL, or bytes with their media type. */
export type AttachmentSource =
  | { readonly url: string; readonly mediaType: string }
  | { readonly bytes: Uint8Array; readonly mediaType: string; readonly filename?: string | undefined };

const AUDIO_FORMATS: Readonly<Record<string, string>> = {
  "audio/mpeg": "mp3",
  "audio/mp3": "mp3",
  "audio/wav": "wav",
  "audio/x-wav": "wav",
  "audio/flac": "flac",
  "audio/ogg": "ogg",
  "audio/aac": "aac",
  "audio/mp4": "m4a",
  "audio/x-m4a": "m4a",
  "audio/aiff": "aiff",
};

/**
 * Makes a message part of a picture, document, sound or video (MED-1). Text files become text.
 *
 * @throws RequestError `unsupported` for a media type that no part carries, and for sound by URL, which the API does not take
 */
export function attachmentPart(source: AttachmentSource): UserPart {
  const mediaType = source.mediaType.toLowerCase();
  if (mediaType.startsWith("text/") || mediaType === "application/json") return textPart(source);
  if (mediaType.startsWith("image/")) return { type: "image", url: urlOf(source) };
  if (mediaType.startsWith("video/")) return { type: "video", url: urlOf(source) };
  if (mediaType.startsWith("audio/")) return audioPart(source, mediaType);
  if (mediaType === "application/pdf") {
    return { type: "file", data: urlOf(source), filename: ("filename" in source ? source.filename : undefined) ?? "document.pdf" };
  }
  throw new RequestError(`Files of type ${mediaType} cannot be attached.`, {
    code: "unsupported",
    hint: "Attach text, an image, a PDF, sound or video; bytes that do not tell what they are need their mediaType, such as text/plain.",
  });
}

function textPart(source: AttachmentSource): UserPart {
  if (!("bytes" in source)) throw new RequestError("A text file is attached by its bytes, not by URL.", { code: "unsupported" });
  const text = new TextDecoder().decode(source.bytes);
  return { type: "text", text: source.filename === undefined ? text : `${source.filename}:\n\n${text}` };
}

function audioPart(source: AttachmentSource, mediaType: string): UserPart {
  const format = AUDIO_FORMATS[mediaType];
  if (format === undefined)
    throw new RequestError(`Sound of type ${mediaType} cannot be attached.`, {
      code: "unsupported",
      hint: `Use one of: ${Object.keys(AUDIO_FORMATS).join(", ")}.`,
    });
  if (!("bytes" in source)) throw new RequestError("Sound is attached by its bytes; the API takes no URL for it.", { code: "unsupported" });
  return { type: "audio", data: base64(source.bytes), format };
}

function urlOf(source: AttachmentSource): string {
  return "url" in source ? source.url : `data:${source.mediaType};base64,${base64(source.bytes)}`;
}

// In pieces: a call with a million arguments does not work.
function base64(bytes: Uint8Array): string {
  let binary = "";
  for (let offset = 0; offset < bytes.length; offset += 0x8000) binary += String.fromCharCode(...bytes.subarray(offset, offset + 0x8000));
  return btoa(binary);
}
