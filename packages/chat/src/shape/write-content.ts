import type { JsonObject } from "@openclaw/core";
import type { CacheControl, UserPart } from "../messages.js";

/** The content of a message in the form of the API: text as it is, parts one by one. */
export function writeContent(content: string | readonly UserPart[]): string | readonly JsonObject[] {
  return typeof content === "string" ? content : content.map(writePart);
}

function writePart(part: UserPart): JsonObject {
  switch (part.type) {
    case "text":
      return {
        type: "text",
        text: part.text,
        ...(part.cacheControl === undefined ? {} : { cache_control: writeCacheControl(part.cacheControl) }),
      };
    case "image":
      return { type: "image_url", image_url: { url: part.url, ...(part.detail === undefined ? {} : { detail: part.detail }) } };
    case "audio":
      return { type: "input_audio", input_audio: { data: part.data, format: part.format } };
    case "video":
      return { type: "video_url", video_url: { url: part.url } };
    case "file":
      return {
        type: "file",
        file: {
          ...(part.filename === undefined ? {} : { filename: part.filename }),
          ...(part.data === undefined ? {} : { file_data: part.data }),
          ...(part.fileId === undefined ? {} : { file_id: part.fileId }),
        },
      };
  }
}

export function writeCacheControl({ ttl }: CacheControl): JsonObject {
  return { type: "ephemeral", ...(ttl === undefined ? {} : { ttl }) };
}
