import { readArray, readObject, readString } from "@openclaw/core/internal";

/** A picture as a reply holds it: base64 with or without a type, or the URL where it lies. */
export type WireImage =
  | { readonly base64: string; readonly mediaType?: string; readonly revisedPrompt?: string }
  | { readonly url: string; readonly revisedPrompt?: string };

export interface ChatImages {
  readonly images: readonly WireImage[];
  readonly text?: string;
}

const INLINE = /data:image\/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=_-]+/gi;

/**
 * Finds the pictures of a chat completion in every form they come in (traps 3, 14, 31, as in OpenClaw): `message.images`, content
 * parts, data URLs in text, bare base64. What cannot be read is passed over; a picture named twice counts once.
 */
export function readChatImages(json: Readonly<Record<string, unknown>>): ChatImages {
  const found = new Map<string, WireImage>();
  const texts: string[] = [];
  const add = (image: WireImage | undefined): void => {
    if (image !== undefined) found.set("url" in image ? image.url : image.base64, image);
  };
  for (const choice of readArray(json["choices"]) ?? []) {
    const message = readObject(readObject(choice)?.["message"]) ?? {};
    for (const entry of readArray(message["images"]) ?? []) add(readPart(entry));
    const content = message["content"];
    for (const part of readArray(content) ?? []) {
      add(readPart(part));
      texts.push(readString(readObject(part)?.["text"]) ?? "");
    }
    const text = readString(content) ?? "";
    for (const url of text.match(INLINE) ?? []) add(readUrl(url));
    texts.push(text.replace(INLINE, ""));
  }
  const text = texts.join("").trim();
  return { images: [...found.values()], ...(text === "" ? {} : { text }) };
}

function readPart(value: unknown): WireImage | undefined {
  if (typeof value === "string") return readUrl(value);
  const part = readObject(value);
  if (part === undefined) return undefined;
  const holder = part["image_url"] ?? part["imageUrl"] ?? part["url"];
  const url = readString(holder) ?? readString(readObject(holder)?.["url"]);
  if (url !== undefined) return readUrl(url);
  const inline = readObject(part["inlineData"] ?? part["inline_data"]);
  const base64 = readString(part["b64_json"]) ?? readString(inline?.["data"]);
  if (base64 === undefined || base64 === "") return undefined;
  const mediaType = readString(part["media_type"]) ?? readString(inline?.["mimeType"]) ?? readString(inline?.["mime_type"]);
  if (base64.startsWith("data:")) return readUrl(base64);
  return mediaType === undefined ? { base64 } : { base64, mediaType };
}

function readUrl(text: string): WireImage | undefined {
  const url = text.trim();
  const data = /^data:([^;,]*)[^,]*,/i.exec(url.slice(0, 200));
  if (data !== null) {
    const base64 = url.slice(data[0].length);
    if (base64 === "") return undefined;
    return data[1] === undefined || data[1] === "" ? { base64, mediaType: "image/png" } : { base64, mediaType: data[1] };
  }
  if (/^https?:\/\//i.test(url)) return { url };
  // Some upstreams leave the prefix off.
  return url.length >= 32 && /^[A-Za-z0-9+/_-]+=*$/.test(url) ? { base64: url } : undefined;
}
