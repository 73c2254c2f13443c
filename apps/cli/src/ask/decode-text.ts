import { RequestError } from "@openclaw/core";

// Tab, the line breaks, form feed, and the escape of colours.
const TEXT_CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);

/** What is said of bytes that are no text in any encoding, and what to do then. */
export interface NoText {
  readonly message: string;
  readonly hint: string;
}

/**
 * Text as programs write it: UTF-8, or UTF-16 with a byte order mark, as Windows PowerShell does.
 *
 * @param name what the bytes are called where they are refused
 * @throws RequestError `input_invalid` for another encoding, and for bytes that are no text
 */
export function decodeText(bytes: Uint8Array, name: string, noText: NoText): string {
  // Bytes of many formats are UTF-8 by accident; a text holds no NUL.
  if (!isUtf16(bytes) && bytes.includes(0)) throw new RequestError(noText.message, { code: "input_invalid", hint: noText.hint });
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch (cause) {
    const isText = !bytes.some((byte) => byte < 0x20 && !TEXT_CONTROLS.has(byte));
    throw new RequestError(isText ? `${name} is not UTF-8.` : noText.message, {
      code: "input_invalid",
      hint: isText ? "Convert it first, such as with: iconv -f LATIN1 -t UTF-8" : noText.hint,
      cause,
    });
  }
}

/** True where a byte order mark says that NUL bytes are part of a text. */
export function isUtf16(bytes: Uint8Array): boolean {
  return encodingOf(bytes) !== "utf-8";
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}
