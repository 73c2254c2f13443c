import { basename, extname, resolve } from "node:path";
import type { UserPart } from "@openclaw/chat";
import { openDownload, RequestError } from "@openclaw/core";
import { readBytes } from "@openclaw/core/internal";
import { createMediaFile, type MediaFile, toDataUrl } from "@openclaw/media";
import { readMediaFile } from "@openclaw/media/node";
import type { Context } from "../context.js";
import { urlRules } from "../make/url-rules.js";
import { decodeText, isUtf16 } from "./decode-text.js";
import { readPipedFile } from "./read-piped-file.js";
import { isPiped } from "./takes-stdin.js";

const MAX_BYTES = 50 * 1024 * 1024;
// What the provider fetches by itself; everything else is fetched here and attached by its bytes.
const URL_KINDS: Readonly<Record<string, "image" | "video" | "file">> = {
  ".jpg": "image",
  ".jpeg": "image",
  ".png": "image",
  ".gif": "image",
  ".webp": "image",
  ".mp4": "video",
  ".mov": "video",
  ".webm": "video",
  ".pdf": "file",
};

/**
 * Reads one attachment (MED-1): a path, `-` for what is piped in, a `file:` URL, or an http(s) URL. Pictures, videos and PDF at a URL are fetched by the provider itself;
 * sound and texts are fetched here, without any key, and not from the local network unless the configuration allows it. What a file is, its bytes say.
 *
 * @throws RequestError `file_io` when it cannot be read, `input_invalid` when it is too large or nothing a model can take, `url_refused`
 */
export async function readAttachment(reference: string, context: Context): Promise<UserPart> {
  if (isPiped(reference)) return attach(await readPipedFile(context, MAX_BYTES), "stdin");
  if (!/^https?:\/\//i.test(reference)) {
    return attach(await readMediaFile(localPath(reference, context.io.cwd), { maxBytes: MAX_BYTES }), basename(reference));
  }
  const { pathname } = new URL(reference);
  const kind = URL_KINDS[extname(pathname).toLowerCase()];
  if (kind === "file") return { type: "file", filename: basename(pathname), data: reference };
  if (kind !== undefined) return { type: kind, url: reference };
  const download = await openDownload(
    { url: reference, maxBytes: MAX_BYTES },
    { transport: await context.transport(), signal: context.io.signal, ...(await urlRules(context)) },
  );
  const { bytes } = await readBytes(download.body, MAX_BYTES);
  return attach(createMediaFile(bytes, download.mediaType), basename(pathname));
}

function attach(file: MediaFile, name: string): UserPart {
  const { bytes } = file;
  const [kind] = file.mediaType.split("/");
  if (kind === "image") return { type: "image", url: toDataUrl(file) };
  if (kind === "video") return { type: "video", url: toDataUrl(file) };
  if (kind === "audio") return { type: "audio", data: Buffer.from(bytes).toString("base64"), format: audioFormat(file) };
  if (file.mediaType === "application/pdf") return { type: "file", filename: name, data: toDataUrl(file) };
  const noText = { message: `${name} is neither a picture, PDF, sound, video nor text.`, hint: "Attach another form of it." };
  // NUL is valid UTF-8 and no part of a text that anybody means.
  if (bytes.includes(0) && !isUtf16(bytes)) throw new RequestError(noText.message, { code: "input_invalid", hint: noText.hint });
  return { type: "text", text: `File ${name}:\n\n${decodeText(bytes, name, noText)}` };
}

/** A path of the command line; `~` and `file:` URLs are left to the reader. */
export function localPath(reference: string, cwd: string): string {
  return /^(?:file:|~)/i.test(reference) ? reference : resolve(cwd, reference);
}

function audioFormat({ extension }: MediaFile): string {
  return extension === "" ? "wav" : extension;
}
