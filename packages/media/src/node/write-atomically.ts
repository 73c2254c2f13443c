import type { TransportBody } from "@openclaw/core";
import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, link, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { describeFileError, fileError, fileExists } from "./file-error.js";

export interface WriteOptions {
  /** Replace a file that is there. Default false. */
  readonly force?: boolean | undefined;
  /** The next name when one is taken, by how many were; `undefined`: there is none, and that is an error. Default: none. */
  readonly nextPath?: ((taken: number) => string | undefined) | undefined;
  /** Name of the temporary file beside the final one, so that a later run can clear up after a killed one. Default: random. */
  readonly temporaryName?: string | undefined;
  /** Permissions of the file. Default 0644. */
  readonly mode?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told of every piece on its way to the disk. */
  readonly onBytes?: ((receivedBytes: number) => void) | undefined;
  /** The whole content is on disk under its temporary name; the next thing that happens is that it gets its own. */
  readonly beforePublish?: ((written: WrittenFile) => Promise<void>) | undefined;
}

export interface WrittenFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

/**
 * Writes a file whole or not at all (IMG-3, VID-1): to a temporary file beside it, flushed to disk, then given its name in one step. A file
 * that is there is never touched without `force`, not even between the check and the step. On any failure nothing is left behind.
 *
 * @throws ToolkitError `file_io`; whatever the source throws, unchanged
 */
export async function writeAtomically(path: string, source: Uint8Array | TransportBody, options: WriteOptions = {}): Promise<WrittenFile> {
  const folder = dirname(path);
  const temporary = join(folder, options.temporaryName ?? `.${basename(path).slice(0, 100)}.${randomUUID()}.part`);
  try {
    await mkdir(folder, { recursive: true });
    const content = await writeTemporary(temporary, source, options);
    const written = await publishUnder(path, temporary, { content, options });
    await syncFolder(folder);
    return written;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (isBody(source)) await source.cancel();
    throw describeFileError(error, "written", path);
  }
}

async function writeTemporary(
  temporary: string,
  source: Uint8Array | TransportBody,
  options: WriteOptions,
): Promise<Omit<WrittenFile, "path">> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const file = await open(temporary, "w", options.mode ?? 0o644);
  try {
    for await (const piece of pieces(source)) {
      options.signal?.throwIfAborted();
      hash.update(piece);
      await writeAll(file, piece);
      sizeBytes += piece.byteLength;
      options.onBytes?.(sizeBytes);
    }
    if (sizeBytes === 0) throw fileError("Nothing was written: the file would be empty (0 bytes).");
    await file.sync();
  } finally {
    await file.close();
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.byteLength;) {
    const { bytesWritten } = await file.write(bytes, offset);
    offset += bytesWritten;
  }
}

async function* pieces(source: Uint8Array | TransportBody): AsyncGenerator<Uint8Array> {
  if (!isBody(source)) {
    yield source;
    return;
  }
  for (let piece = await source.read(); piece !== undefined; piece = await source.read()) yield piece;
}

function isBody(source: Uint8Array | TransportBody): source is TransportBody {
  return !(source instanceof Uint8Array);
}

/** Tries one name after the other until one is free. */
async function publishUnder(
  path: string,
  temporary: string,
  { content, options }: { readonly content: Omit<WrittenFile, "path">; readonly options: WriteOptions },
): Promise<WrittenFile> {
  let current = path;
  for (let taken = 1; ; taken += 1) {
    const written = { path: current, ...content };
    await options.beforePublish?.(written);
    if (await publish(temporary, current, options.force === true)) return written;
    const next = options.nextPath?.(taken);
    if (next === undefined) throw fileExists(current);
    current = next;
  }
}

const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EACCES"]);

/** False when the name is taken. A hard link fails then, which a rename does not: the check and the step are one. */
async function publish(temporary: string, path: string, force: boolean): Promise<boolean> {
  if (!force) {
    try {
      await link(temporary, path);
      await rm(temporary);
      return true;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "";
      if (code === "EEXIST") return false;
      if (!NO_LINKS.has(code)) throw error;
      // Without links, an empty file made exclusively keeps the name until the rename.
      if (!(await reserve(path))) return false;
    }
  }
  await rename(temporary, path);
  return true;
}

async function reserve(path: string): Promise<boolean> {
  try {
    await (await open(path, "wx")).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Makes the new name itself durable; not every system can. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows and some network file systems cannot flush a folder; the content itself is flushed.
  }
}
