import { writeFileAtomic } from "@openclaw/core/node";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { MediaFile } from "../../media-file.js";
import { extensionOf } from "../../media-types.js";
import { describeStateError, fileError } from "../file-error.js";
import { answerFolder } from "./job-folder.js";
import type { KeptAnswer, KeptFile } from "./rows.js";

/**
 * Puts the files of an answer into the state folder, closed to others, before anything else is tried with them (VID-5): a target that is full or
 * refused then costs nothing.
 */
export async function keepFiles(
  folder: string,
  id: string,
  { part, files }: { readonly part: number; readonly files: readonly MediaFile[] },
): Promise<readonly KeptFile[]> {
  const place = answerFolder(folder, id);
  const kept: KeptFile[] = [];
  for (const [index, { bytes, mediaType, extension }] of files.entries()) {
    const name = `${part}-${index}.${extension}`;
    const options = { force: true, mode: 0o600, folderMode: 0o700 };
    const { sizeBytes, sha256 } = await writeFileAtomic(join(place, name), bytes, options).catch((error: unknown) => {
      throw describeStateError(error, "written", join(place, name));
    });
    kept.push({ name, mediaType, sizeBytes, sha256 });
  }
  return kept;
}

/** @throws ToolkitError `file_io` when one is gone */
export async function readKeptFiles(folder: string, id: string, answers: readonly KeptAnswer[]): Promise<readonly MediaFile[]> {
  const files: MediaFile[] = [];
  for (const { name, mediaType, sizeBytes } of answers.flatMap((answer) => answer.files)) {
    const path = join(answerFolder(folder, id), name);
    const bytes = await readFile(path).catch((error: unknown) => {
      throw describeStateError(error, "read", path);
    });
    if (bytes.byteLength !== sizeBytes) throw fileError(`${path} is not whole any more.`, { hint: "Ask for it again with force." });
    // What it is was found out when it came.
    files.push({ bytes: new Uint8Array(bytes), mediaType, extension: extensionOf(mediaType) });
  }
  return files;
}

export async function forgetKeptFiles(folder: string, id: string): Promise<void> {
  await rm(answerFolder(folder, id), { recursive: true, force: true });
}
