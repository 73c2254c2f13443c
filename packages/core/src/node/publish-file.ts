import { link, open, rename, rm } from "node:fs/promises";
import { systemCode } from "../errors/file-problem.js";
import { type InUseFacts, whileInUse } from "./while-in-use.js";

/** What of the file system a publication needs. */
export interface PublishFacts extends InUseFacts {
  readonly files?: {
    link(existing: string, path: string): Promise<void>;
    rename(from: string, to: string): Promise<void>;
    rm(path: string, options?: { readonly force: boolean }): Promise<void>;
  };
}

const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EACCES"]);

/**
 * Gives a whole file its name in one step. Without `force` a name that is taken is left: a hard link fails then, which a rename does not, so
 * that the check and the step are one.
 *
 * @returns false when the name is taken
 * @throws the system's error; nothing has the name then that had not before
 */
export async function publishFile(temporary: string, path: string, force: boolean, facts: PublishFacts = {}): Promise<boolean> {
  const { files = { link, rename, rm } } = facts;
  const publish = (): Promise<void> => whileInUse(() => files.rename(temporary, path), facts);
  if (force) {
    await publish();
    return true;
  }
  try {
    await files.link(temporary, path);
  } catch (error) {
    const code = systemCode(error) ?? "";
    if (code === "EEXIST") return false;
    if (!NO_LINKS.has(code)) throw error;
    // Without links, an empty file made exclusively keeps the name until the rename.
    if (!(await reserve(path))) return false;
    try {
      await publish();
    } catch (failure) {
      await files.rm(path, { force: true }).catch(() => undefined);
      throw failure;
    }
    return true;
  }
  // The file has its name: a second one that cannot be removed yet is no failure of it.
  await whileInUse(() => files.rm(temporary), facts).catch(() => undefined);
  return true;
}

async function reserve(path: string): Promise<boolean> {
  try {
    await (await open(path, "wx")).close();
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  }
}
