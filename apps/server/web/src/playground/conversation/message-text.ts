import { recordOf, textOf, type Json } from "../../api/read.js";
import type { Content } from "../../api/sessions.js";

/** The words of a message. */
export function textOfContent(content: Content): string {
  if (typeof content === "string") return content;
  return content.flatMap((part) => (part["type"] === "text" ? [textOf(part["text"]) ?? ""] : [])).join("\n\n");
}

/** What a message holds besides words. */
export type Shown = { readonly kind: "image" | "audio" | "video"; readonly url: string } | { readonly kind: "file"; readonly name: string };

export function mediaOfContent(content: Content): readonly Shown[] {
  return typeof content === "string" ? [] : content.flatMap((part) => shownOf(part) ?? []);
}

function shownOf(part: Json): Shown | undefined {
  switch (part["type"]) {
    case "image_url": {
      const url = textOf(part["image_url"]) ?? textOf(recordOf(part["image_url"])["url"]);
      return url === undefined ? undefined : { kind: "image", url };
    }
    case "input_audio": {
      const { data, format } = recordOf(part["input_audio"]);
      return typeof data === "string"
        ? { kind: "audio", url: `data:audio/${format === "mp3" ? "mpeg" : String(format)};base64,${data}` }
        : undefined;
    }
    case "video_url": {
      const url = textOf(recordOf(part["video_url"])["url"]);
      return url === undefined ? undefined : { kind: "video", url };
    }
    case "file":
      return { kind: "file", name: textOf(recordOf(part["file"])["filename"]) ?? "file" };
    default:
      return undefined;
  }
}

/** How much there is of a message, for telling which of two has more. */
export function textLength(content: Content): number {
  return typeof content === "string" ? content.length : JSON.stringify(content).length;
}
