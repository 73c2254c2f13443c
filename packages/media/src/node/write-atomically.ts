import type { TransportBody } from "@openclaw/core";
import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, link, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { describeFileError, fileError, fileExists } from "./file-error.js";

export interface WriteOptions {
  /** Replace a file that is there. Default false. */
  readonly force?: boolean | undefined;
  /** Name of the temporary file beside the final one, so that a later run can clear up after a killed one. Default: random. */
  readonly temporaryName?: string | undefined;
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
    const written = { path, ...(await writeTemporary(temporary, source, options)) };
    await options.beforePublish?.(written);
    await publish(temporary, path, options.force === true);
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
  const file = await open(temporary, "w", 0o644);
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

const NO_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EACCES"]);

/** A hard link fails when the name is taken, which a rename does not: the check and the step are one. */
async function publish(temporary: string, path: string, force: boolean): Promise<void> {
  if (force) {
    await rename(temporary, path);
    return;
  }
  try {
    await link(temporary, path);
    await rm(temporary);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "EEXIST") throw fileExists(path);
    if (!NO_LINKS.has(code)) throw error;
    // Without links, an empty file made exclusively keeps the name until the rename.
    await reserve(path);
    await rename(temporary, path);
  }
}

async function reserve(path: string): Promise<void> {
  try {
    await (await open(path, "wx")).close();
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EEXIST" ? fileExists(path) : error;
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
