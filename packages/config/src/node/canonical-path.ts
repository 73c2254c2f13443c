import { readlink, realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { systemCode } from "@openclaw/core/internal";

/**
 * Where a file lies, or will lie, behind the links that lead to it: a linked file is changed there, so that the link stays.
 *
 * @throws the system's error, such as `EACCES` or `ELOOP`
 */
export async function canonicalPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
    const target = await readlink(path).catch(() => undefined);
    return target === undefined ? path : canonicalPath(resolve(dirname(path), target));
  }
}
