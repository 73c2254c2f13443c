import { RequestError } from "@openclaw/core";
import { sniffMediaType, SNIFF_BYTES, looksLikeText } from "./sniff-media-type.js";

/**
 * Refuses what is certainly no picture: a model would be paid for looking at it, or refuse it in words that name no file (IMG-3). Bytes that say
 * nothing are believed to be what they are called.
 *
 * @param shown how the message calls it, such as its file name
 * @throws RequestError `input_invalid`; nothing was sent
 */
export function checkPicture(bytes: Uint8Array, named: string, shown: string): void {
  const head = bytes.subarray(0, SNIFF_BYTES);
  const found = sniffMediaType(head) ?? (looksLikeText(head) ? "text" : named);
  if (found.startsWith("image/")) return;
  const what = found === "application/octet-stream" ? "of no type that is known here" : found;
  throw new RequestError(`${shown} is not an image: it is ${what}.`, {
    code: "input_invalid",
    hint: "Give a picture, such as PNG, JPEG or WebP. Nothing was sent.",
  });
}
