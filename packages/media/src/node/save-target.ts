import { access, constants, mkdir, stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { describeFileError, fileError, fileExists } from "./file-error.js";
import { checkFileName } from "./file-name.js";

/** Where files go: a path of the user's own, or a folder and a plain name. */
export interface SaveTarget {
  /** The file's path, as the user wrote it; its extension follows the content. Wins over `folder` and `name`. */
  readonly path?: string | undefined;
  /** Default: the current folder. Made when it is missing. */
  readonly folder?: string | undefined;
  /** A plain name, with or without extension; never a path. */
  readonly name?: string | undefined;
  /** Replace files that are there. */
  readonly force?: boolean | undefined;
}

export interface ResolvedTarget {
  readonly folder: string;
  /** Without extension. */
  readonly stem: string;
  /** The user said exactly where: that name or none. */
  readonly explicit: boolean;
}

/** @throws ToolkitError `file_io` for a name that is not plain */
export function resolveTarget(target: SaveTarget, fallback: string): ResolvedTarget {
  const { path, folder = ".", name } = target;
  if (path !== undefined) return { folder: resolve(dirname(path)), stem: stemOf(basename(path)), explicit: true };
  return { folder: resolve(folder), stem: name === undefined ? fallback : stemOf(checkFileName(name)), explicit: name !== undefined };
}

/** Only a real extension goes: `v1.2` keeps its end. */
function stemOf(name: string): string {
  const extension = extname(name);
  return /^\.[a-z][a-z0-9]{1,4}$/i.test(extension) ? name.slice(0, -extension.length) : name;
}

/** `folder/stem.ext`, or `stem-2.ext` and so on. */
export function pathFor({ folder, stem }: ResolvedTarget, extension: string, number?: number): string {
  return join(folder, number === undefined ? `${stem}.${extension}` : `${stem}-${number}.${extension}`);
}

/**
 * Finds out before money is spent whether the result could be saved: the folder can be made and written, and no file is in the way.
 *
 * @param likelyExtension what the content will most probably be, because the name follows it
 * @throws ToolkitError `file_io`, one clear message
 */
export async function checkOutput(target: SaveTarget, likelyExtension?: string): Promise<void> {
  const resolved = resolveTarget(target, "output");
  const { folder } = resolved;
  const shown = target.path ?? folder;
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw describeFileError(error, "written", shown);
  }
  if (target.path === undefined) return;
  const found = await stat(resolve(target.path)).catch(() => undefined);
  if (found?.isDirectory() === true) throw fileError(`${target.path} is a folder.`, { hint: "Name a file in it." });
  if (target.force === true) return;
  if (found !== undefined) throw fileExists(resolve(target.path));
  const likely = likelyExtension === undefined ? undefined : pathFor(resolved, likelyExtension);
  if (likely !== undefined && (await stat(likely).catch(() => undefined)) !== undefined) throw fileExists(likely);
}
