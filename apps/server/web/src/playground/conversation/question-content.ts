import type { Json } from "../../api/read.js";
import { type Attachment, AUDIO_FORMATS } from "../../ui/attachment.js";

/** The message of a question, as the API takes it. */
export function questionContent(text: string, attachments: readonly Attachment[]): string | readonly Json[] {
  if (attachments.length === 0) return text;
  return [...(text === "" ? [] : [{ type: "text", text }]), ...attachments.map(partOf)];
}

function partOf({ kind, name, mediaType, payload }: Attachment): Json {
  switch (kind) {
    case "image":
      return { type: "image_url", image_url: { url: payload } };
    case "file":
      return { type: "file", file: { filename: name, file_data: payload } };
    case "audio":
      return {
        type: "input_audio",
        input_audio: { data: payload.slice(payload.indexOf(",") + 1), format: AUDIO_FORMATS[mediaType] ?? "mp3" },
      };
    case "text":
      return { type: "text", text: fenced(name, payload) };
    case "video":
      return { type: "video_url", video_url: { url: payload } };
  }
}

/** A file's text as a block of code, in a fence that is longer than any within it. */
function fenced(name: string, text: string): string {
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  const language = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  return `${name}:\n\n${fence}${language}\n${text.replace(/\n$/, "")}\n${fence}`;
}
