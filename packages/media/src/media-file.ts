import { RequestError } from "@openclaw/core";
import { decodeBase64, encodeBase64 } from "./base64.js";
import { checkPicture } from "./check-picture.js";
import { extensionOf, normalizeMediaType } from "./media-types.js";
import { sniffMediaType } from "./sniff-media-type.js";

/** A picture, clip or sound in memory: what its bytes are, not what somebody said they were. */
export interface MediaFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Such as `image/png`; found in the bytes, else as it was named, else `application/octet-stream`. */
  readonly mediaType: string;
  /** Without the dot; follows `mediaType`. */
  readonly extension: string;
}

/** A picture that goes into a request: in memory, as a data URL, or at an http(s) URL. */
export type MediaReference =
  | {
      readonly bytes: Uint8Array;
      readonly mediaType?: string | undefined;
      /** For messages; `readMediaFile` gives it. */
      readonly filename?: string | undefined;
    }
  | { readonly url: string };

/** Wraps bytes, finding their type (IMG-3). `named` counts only when the bytes say nothing. */
export function createMediaFile(bytes: Uint8Array<ArrayBuffer>, named?: string): MediaFile {
  const mediaType = sniffMediaType(bytes) ?? (named === undefined ? "application/octet-stream" : normalizeMediaType(named));
  return { bytes, mediaType, extension: extensionOf(mediaType) };
}

/** `data:image/png;base64,…` → file; `undefined` when the text is no data URL or holds nothing. Data URLs without a type are PNG (as in OpenClaw). */
export function readDataUrl(text: string): MediaFile | undefined {
  const match = /^data:([^,;]*)((?:;[^,;]*)*),/i.exec(text.slice(0, 1_000));
  if (match === null) return undefined;
  const body = text.slice(match[0].length);
  const bytes = /;base64$/i.test(match[2] ?? "") ? decodeBase64(body) : decodePercent(body);
  if (bytes === undefined || bytes.byteLength === 0) return undefined;
  return createMediaFile(bytes, match[1] === "" ? "image/png" : match[1]);
}

/** Bytes → data URL, for a request body. */
export function toDataUrl(file: Pick<MediaFile, "bytes" | "mediaType">): string {
  return `data:${file.mediaType};base64,${encodeBase64(file.bytes)}`;
}

/**
 * The URL under which a reference is sent: a data URL for bytes, the URL itself otherwise.
 *
 * @throws RequestError `input_invalid` for what is no picture, and for anything that is neither a data URL nor http(s): reading files is for
 *   `@openclaw/media/node`.
 */
export function referenceUrl(reference: MediaReference): string {
  // Without types it is easily given as the text alone.
  if (typeof reference !== "object" || reference === null || !("bytes" in reference || "url" in reference)) {
    throw new RequestError("A reference image is neither { bytes } nor { url }.", {
      code: "input_invalid",
      hint: "Write an address or a data URL as { url }; a path is read by readMediaFile from @openclaw/media/node.",
    });
  }
  if ("bytes" in reference) {
    if (reference.bytes.byteLength === 0) throw new RequestError("A reference image is empty (0 bytes).", { code: "input_invalid" });
    const file = createMediaFile(new Uint8Array(reference.bytes), reference.mediaType ?? "image/png");
    checkPicture(file.bytes, file.mediaType, reference.filename ?? "A reference");
    return toDataUrl(file);
  }
  const url = reference.url.trim();
  if (url === "") throw new RequestError("image required (empty string in array)", { code: "input_invalid" });
  if (/^data:/i.test(url)) return checkedDataUrl(url);
  if (/^https?:/i.test(url)) return url;
  throw new RequestError(
    `Unsupported image reference: ${url.slice(0, 100)}. Use a file path, a file:// URL, a data: URL, or an http(s) URL.`,
    {
      code: "input_invalid",
      hint: "Paths are read by readMediaFile from @openclaw/media/node.",
    },
  );
}

// Enough to tell what it is; the rest is only looked at, because a picture may have many megabytes.
const HEAD_CHARACTERS = 4_096;

function checkedDataUrl(url: string): string {
  const comma = url.indexOf(",") + 1;
  const base64 = /;base64,$/i.test(url.slice(0, comma));
  const body = url.slice(comma);
  const blanks = body.slice(0, HEAD_CHARACTERS).replace(/\s+/g, "");
  const head = base64 && body.length > HEAD_CHARACTERS ? blanks.slice(0, blanks.length - (blanks.length % 4)) : body;
  const file = readDataUrl(`${url.slice(0, comma)}${head}`);
  if (file === undefined || (base64 && !/^[\w+/=\s-]*$/.test(body))) {
    throw new RequestError("A data URL that was given as an image holds nothing that can be read.", {
      code: "input_invalid",
      hint: "Write it as data:image/png;base64,… Nothing was sent.",
    });
  }
  checkPicture(file.bytes, file.mediaType, "A data URL that was given as an image");
  return url;
}

function decodePercent(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new TextEncoder().encode(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}
