import { readArray, readObject, readString } from "@openclaw/core/internal";

/** Finds the pictures in a list of image parts, in every form that is sent (trap 31, as in OpenClaw). */
export function readImages(value: unknown): readonly { readonly url: string }[] {
  return (readArray(value) ?? []).map(readImage).filter((image) => image !== undefined);
}

function readImage(value: unknown): { readonly url: string } | undefined {
  const image = readObject(value);
  if (image === undefined) return undefined;
  const holder = image["image_url"] ?? image["imageUrl"];
  const url = readString(readObject(holder)?.["url"]) ?? readString(holder) ?? readString(image["url"]);
  if (url !== undefined && url !== "") return { url: withDataPrefix(url) };
  const inline = readObject(image["inlineData"] ?? image["inline_data"]);
  const data = readString(image["b64_json"]) ?? readString(inline?.["data"]);
  if (data === undefined || data === "") return undefined;
  const mediaType = readString(inline?.["mimeType"]) ?? readString(inline?.["mime_type"]) ?? readString(image["media_type"]) ?? "image/png";
  return { url: `data:${mediaType};base64,${data}` };
}

/** Bare base64 is sent where a URL belongs. */
function withDataPrefix(url: string): string {
  return /^(?:data:|https?:)/i.test(url) ? url : `data:image/png;base64,${url}`;
}
