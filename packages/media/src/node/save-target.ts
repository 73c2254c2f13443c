import { makeFolder, windowsPathProblem } from "@openclaw/core/internal/node";
import { access, constants, stat } from "node:fs/promises";
import { platform } from "node:os";
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
  /** Replace the file of exactly that path or name; a file that was not named is never touched. */
  readonly force?: boolean | undefined;
}

export interface ResolvedTarget {
  readonly folder: string;
  /** Without extension. */
  readonly stem: string;
  /** The user said exactly where: that name or none. */
  readonly explicit: boolean;
  /** The very path that was named; absent when none was, or a plain name without an extension. */
  readonly named?: string;
}

/** @throws ToolkitError `file_io` for a name that is not plain */
export function resolveTarget(target: SaveTarget, fallback: string): ResolvedTarget {
  const { path, folder = ".", name } = target;
  if (path !== undefined) return { folder: resolve(dirname(path)), stem: stemOf(basename(path)), explicit: true, named: resolve(path) };
  if (name === undefined) return { folder: resolve(folder), stem: fallback, explicit: false };
  const stem = stemOf(checkFileName(name));
  return { folder: resolve(folder), stem, explicit: true, ...(stem === name ? {} : { named: resolve(folder, name) }) };
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

const SPELLINGS: Readonly<Record<string, string>> = { jpeg: "jpg", tif: "tiff" };

/**
 * The name to try first for a content, and whether a file there may be replaced with `force`: only when it is the very one that was named.
 * A plain name without an extension names its file whatever the type; a path that was written with another extension does not.
 */
export function firstPlace(target: ResolvedTarget, extension: string): { readonly path: string; readonly replaceable: boolean } {
  const { named, explicit } = target;
  if (named === undefined) return { path: pathFor(target, extension), replaceable: explicit };
  const written = extname(named).slice(1).toLowerCase();
  const fits = (SPELLINGS[written] ?? written) === extension;
  return fits ? { path: named, replaceable: true } : { path: pathFor(target, extension), replaceable: false };
}

/** Why a file has another name than the one that was asked for; `undefined` when it has that name. */
export function describeOtherName(target: ResolvedTarget, extension: string, path: string): string | undefined {
  const { named, folder, stem } = target;
  if (named === undefined || path === named) return undefined;
  const first = firstPlace(target, extension);
  const asked = first.replaceable || named === join(folder, stem);
  if (asked && path === first.path) return undefined;
  const reason = asked ? `${basename(first.path)} exists already` : `the content is ${extension.toUpperCase()}`;
  return `${basename(named)} was written as ${basename(path)}: ${reason}.`;
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
  const problem = platform() === "win32" && target.path !== undefined ? windowsPathProblem(target.path) : undefined;
  if (problem !== undefined) throw fileError(`${shown} cannot be a file on Windows: ${problem}.`, { hint: "Choose another name." });
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
  } catch (error) {
    throw describeFileError(error, "written", shown);
  }
  if (target.path === undefined) return;
  const found = await stat(resolve(target.path)).catch((error: unknown) => {
    // A name that is too long, say: found out here, and not when the file is paid for.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw describeFileError(error, "written", shown);
    return undefined;
  });
  if (found?.isDirectory() === true) throw fileError(`${target.path} is a folder.`, { hint: "Name a file in it." });
  if (target.force === true) return;
  if (found !== undefined) throw fileExists(resolve(target.path));
  const likely = likelyExtension === undefined ? undefined : firstPlace(resolved, likelyExtension).path;
  if (likely === undefined || (await stat(likely).catch(() => undefined)) === undefined) return;
  throw fileError(`${likely} exists already and was left as it is.`, { hint: "Choose another name." });
}
