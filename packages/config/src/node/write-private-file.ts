import { writeFileAtomic } from "@openclaw/core/node";
import { toConfigIoError } from "./io-error.js";

export interface WritePrivateFileOptions {
  /** Called when the new content is safely on disk and only the rename is left; throwing leaves the old file in place. */
  readonly beforeRename?: () => Promise<void>;
}

/**
 * Writes a file of the state folder, so that a reader, and a machine that loses its power, sees the old content or the new one and nothing
 * between (CFG-6). File 0600, new folders 0700 (CFG-1).
 *
 * @throws ConfigError `config_io`.
 */
export async function writePrivateFile(path: string, text: string, { beforeRename }: WritePrivateFileOptions = {}): Promise<void> {
  try {
    await writeFileAtomic(path, text, { force: true, mode: 0o600, folderMode: 0o700, beforePublish: beforeRename });
  } catch (error) {
    throw toConfigIoError(error, "written", path);
  }
}
