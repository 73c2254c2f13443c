import { readPngHead } from "../../media/encode/png.js";
import { objectAt, textAt, type JsonObject } from "../../wire/read-json.js";

/** What can be said of pictures, sounds and files without understanding them: kind, size, and a PNG's dimensions. */
export function describeAttachments(parts: readonly JsonObject[]): string {
  return parts.map((part, index) => `${index + 1}. ${describe(part)}`).join("\n");
}

function describe(part: JsonObject): string {
  switch (part["type"]) {
    case "image_url":
      return describeUrl("image", textAt(objectAt(part, "image_url"), "url") ?? textAt(part, "image_url") ?? "");
    case "input_audio": {
      const audio = objectAt(part, "input_audio");
      return `audio (${textAt(audio, "format") ?? "unknown format"}), ${byteCount(textAt(audio, "data") ?? "")} bytes`;
    }
    case "file": {
      const file = objectAt(part, "file");
      return describeUrl(`file "${textAt(file, "filename") ?? "unnamed"}"`, textAt(file, "file_data") ?? "");
    }
    case "video_url":
    case "input_video":
      return describeUrl("video", textAt(objectAt(part, "video_url"), "url") ?? "");
    default:
      return `a part of type ${String(part["type"])}`;
  }
}

function describeUrl(kind: string, url: string): string {
  const data = /^data:([^;,]+);base64,(.*)$/s.exec(url);
  if (data === null) return `${kind} by address (${url.slice(0, 80)}), not fetched: the sandbox uses no network`;
  const [, type = "", base64 = ""] = data;
  const head = readPngHead(Buffer.from(base64.slice(0, 80), "base64"));
  return `${kind}, ${type}, ${byteCount(base64)} bytes${head === undefined ? "" : `, ${head.width}x${head.height} pixels`}`;
}

function byteCount(base64: string): number {
  return Math.floor((base64.replace(/=+$/, "").length * 3) / 4);
}
