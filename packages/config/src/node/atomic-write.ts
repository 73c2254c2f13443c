import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ioError, systemCode } from "./io-error.js";
import { randomToken } from "./random-token.js";

const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

export interface AtomicWriteOptions {
  /** Called when the new content is safely on disk and only the rename is left; throwing leaves the old file in place. */
  readonly beforeRename?: () => Promise<void>;
}

/**
 * Writes a file so that a reader, and a machine that loses its power, sees the old content or the new one and nothing between
 * (CFG-6): temporary file in the same folder, fsync, rename, fsync of the folder. File 0600, new folders 0700 (CFG-1).
 *
 * @throws ConfigError `config_io`.
 */
export async function writeFileAtomic(path: string, text: string, options: AtomicWriteOptions = {}): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await mkdir(dirname(path), { recursive: true, mode: DIRECTORY_MODE });
    const file = await open(temporary, "wx", FILE_MODE);
    try {
      await file.writeFile(text, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    await options.beforeRename?.();
    await rename(temporary, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw systemCode(error) === undefined ? error : ioError("write", path, error);
  }
}

/** Removes temporary files that killed writers left behind. Only for a caller that holds the file's lock. */
export async function removeLeftovers(path: string): Promise<void> {
  const prefix = `.${basename(path)}.`;
  const names = await readdir(dirname(path)).catch(() => []);
  const leftovers = names.filter((name) => name.startsWith(prefix) && name.endsWith(".tmp"));
  await Promise.all(leftovers.map((name) => rm(join(dirname(path), name), { force: true }).catch(() => undefined)));
}

function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomToken(8)}.tmp`);
}

/** Some systems cannot open a folder to sync it; the rename is atomic there all the same. */
async function syncDirectory(path: string): Promise<void> {
  try {
    const directory = await open(path, "r");
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  } catch {
    // Nothing to do about it.
  }
}
