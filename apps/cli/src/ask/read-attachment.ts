import { basename, extname, resolve } from "node:path";
import type { UserPart } from "@openclaw/chat";
import { RequestError } from "@openclaw/core";
import { type MediaFile, toDataUrl } from "@openclaw/media";
import { readMediaFile } from "@openclaw/media/node";

const MAX_BYTES = 50 * 1024 * 1024;
const URL_KINDS: Readonly<Record<string, "image" | "video" | "file">> = {
  ".mp4": "video",
  ".mov": "video",
  ".webm": "video",
  ".pdf": "file",
};

/**
 * Reads one attachment (MED-1): a path, a `file:` URL, or an http(s) URL, which the provider fetches itself. What it is, its bytes say.
 *
 * @throws RequestError `file_io` when it cannot be read, `input_invalid` when it is too large or nothing a model can take
 */
export async function readAttachment(reference: string, cwd: string): Promise<UserPart> {
  if (/^https?:\/\//i.test(reference)) return remotePart(reference);
  const file = await readMediaFile(localPath(reference, cwd), { maxBytes: MAX_BYTES });
  const { bytes } = file;
  const name = basename(reference);
  const [kind] = file.mediaType.split("/");
  if (kind === "image") return { type: "image", url: toDataUrl(file) };
  if (kind === "video") return { type: "video", url: toDataUrl(file) };
  if (kind === "audio") return { type: "audio", data: Buffer.from(bytes).toString("base64"), format: audioFormat(file) };
  if (file.mediaType === "application/pdf") return { type: "file", filename: name, data: toDataUrl(file) };
  const text = asText(bytes);
  if (text !== undefined) return { type: "text", text: `File ${name}:\n\n${text}` };
  throw new RequestError(`${reference} is neither a picture, PDF, sound, video nor text.`, {
    code: "input_invalid",
    hint: "Attach another form of it.",
  });
}

/** A path of the command line; `~` and `file:` URLs are left to the reader. */
export function localPath(reference: string, cwd: string): string {
  return /^(?:file:|~)/i.test(reference) ? reference : resolve(cwd, reference);
}

function remotePart(url: string): UserPart {
  const path = new URL(url).pathname;
  const kind = URL_KINDS[extname(path).toLowerCase()] ?? "image";
  if (kind === "file") return { type: "file", filename: basename(path), data: url };
  return { type: kind, url };
}

function audioFormat({ extension }: MediaFile): string {
  return extension === "" ? "wav" : extension;
}

function asText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
