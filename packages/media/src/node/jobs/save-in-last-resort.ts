import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MediaFile } from "../../media-file.js";
import { fileError } from "../file-error.js";
import { saveImages } from "../save-images.js";
import { messageOf } from "./journal-log.js";
import type { JobKind } from "./rows.js";

/**
 * For files that neither the state folder nor their place took, such as on a disk that is full: the system's folder for temporary files is often on
 * another one. Gives the error to throw, which says where they are; the one that was there when not even that helps.
 */
export async function saveInLastResort(error: unknown, files: readonly MediaFile[], kind: JobKind): Promise<unknown> {
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(tmpdir(), "openclaw-kept-"));
    const saved = await saveImages(files, { folder, fallbackName: kind });
    const paths = saved.map(({ path }) => path).join(", ");
    return fileError(messageOf(error), {
      cause: error,
      hint: `It is paid for and lies in ${paths}; move it before that folder is cleared.`,
    });
  } catch {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    return error;
  }
}
