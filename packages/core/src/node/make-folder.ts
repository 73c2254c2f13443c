import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/**
 * Makes a folder and those above it that are missing, each with one plain `mkdir`. The `recursive` of Node asks for ever where a file system
 * takes no folders but says that the parent is missing (below `/proc`); this ends with the system's error.
 *
 * @param mode of every folder that is made. Default: as the system's mask has it
 * @throws the system's error
 */
export async function makeFolder(path: string, mode?: number): Promise<void> {
  const folder = resolve(path);
  try {
    await makeOne(folder, mode);
  } catch (error) {
    const parent = dirname(folder);
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || parent === folder) throw error;
    await makeFolder(parent, mode);
    await makeOne(folder, mode);
  }
}

async function makeOne(folder: string, mode: number | undefined): Promise<void> {
  try {
    await mkdir(folder, mode === undefined ? {} : { mode });
  } catch (error) {
    // What a system says of a folder that is there differs: EEXIST, EISDIR, EROFS, EPERM.
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() === true) return;
    if (found !== undefined) throw Object.assign(new Error(`${folder} is a file, not a folder`, { cause: error }), { code: "ENOTDIR" });
    throw error;
  }
}
