import { RequestError } from "@openclaw/core";
import { open } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createMediaFile, type MediaFile } from "../media-file.js";
import { describeFileError } from "./file-error.js";

export interface ReadMediaFileOptions {
  /** Default 32 MiB. */
  readonly maxBytes?: number | undefined;
}

/**
 * Reads a picture, sound, clip or PDF from a path or `file:` URL, finding its type in its bytes (IMG-3, MED-1). Bounded, also when the file
 * grows while it is read. With `attachmentPart` of chat it becomes part of a message.
 *
 * @throws ToolkitError `file_io`; RequestError `input_invalid` for an empty or too large file
 */
export async function readMediaFile(
  pathOrUrl: string,
  options: ReadMediaFileOptions = {},
): Promise<MediaFile & { readonly filename: string }> {
  const { maxBytes = 32 * 1024 * 1024 } = options;
  const path = toPath(pathOrUrl);
  try {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      if (size > maxBytes) throw refused(`${path} has ${size} bytes, more than the limit of ${maxBytes}.`);
      const buffer = new Uint8Array(size);
      let length = 0;
      while (length < size) {
        const { bytesRead } = await file.read(buffer, length, size - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      if (length === 0) throw refused(`${path} is empty (0 bytes).`);
      return { ...createMediaFile(buffer.slice(0, length)), filename: basename(path) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw describeFileError(error, "read", path);
  }
}

function toPath(text: string): string {
  if (/^file:/i.test(text)) {
    try {
      return fileURLToPath(text);
    } catch {
      throw refused(`${text.slice(0, 100)} is not a file URL of this machine.`);
    }
  }
  return text === "~" || /^~[/\\]/.test(text) ? join(homedir(), text.slice(1)) : text;
}

function refused(message: string): RequestError {
  return new RequestError(message, { code: "input_invalid" });
}
