import { createHash, type Hash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { boundedName } from "./file-name.js";
import { makeFolder } from "./make-folder.js";
import { publishFile } from "./publish-file.js";

export interface WriteFileAtomicOptions {
  /** Replace a file that is there. Default false: it is never touched. */
  readonly force?: boolean | undefined;
  /** The next name when one is taken, by how many were; `undefined`: there is none, and that is an error. Default: none. */
  readonly nextPath?: ((taken: number) => string | undefined) | undefined;
  /** Permissions of the file. Default 0644. */
  readonly mode?: number | undefined;
  /** Permissions of folders that are made on the way. Default: as the system's mask has it. */
  readonly folderMode?: number | undefined;
  /** Name of the temporary file beside the final one, so that a later run can go on with it or clear it up. Default: random. */
  readonly temporaryName?: string | undefined;
  /** So many bytes of the temporary file were written before and stay; the source goes on behind them. Default 0. */
  readonly continueAtBytes?: number | undefined;
  /** Leave the temporary file on a failure, for a later run to go on with. Default false. */
  readonly keepTemporary?: ((error: unknown) => boolean) | undefined;
  /** Aborted, nothing is left of the file. */
  readonly signal?: AbortSignal | undefined;
  /** Told how much of the file is on its way to the disk. */
  readonly onBytes?: ((sizeBytes: number) => void) | undefined;
  /** The whole content is on disk under its temporary name; throwing leaves everything as it was. */
  readonly beforePublish?: ((written: WrittenFile) => Promise<void> | void) | undefined;
}

export interface WrittenFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

/**
 * Writes a file whole or not at all (CFG-6, IMG-3, VID-1): to a temporary file beside it, flushed to disk, then given its name in one step, and
 * the folder flushed. A file that is there is never touched without `force`, not even between the check and the step. On a failure nothing
 * is left behind. The only writer of this kind in the house.
 *
 * @throws the system's error, `EEXIST` when the name is taken; whatever the source throws, unchanged
 */
export async function writeFileAtomic(
  path: string,
  source: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: WriteFileAtomicOptions = {},
): Promise<WrittenFile> {
  const folder = dirname(path);
  const temporary = join(folder, options.temporaryName ?? temporaryName(path));
  try {
    await makeFolder(folder, options.folderMode);
    const content = await writeTemporary(temporary, source, options);
    const written = await publishUnder(path, temporary, { content, options });
    await syncFolder(folder);
    return written;
  } catch (error) {
    if (options.keepTemporary?.(error) !== true) await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

// With the random part and its ending it stays below the 255 bytes that a name may have.
const MAX_PREFIX_BYTES = 150;

function temporaryPrefix(path: string): string {
  return `.${boundedName(basename(path), MAX_PREFIX_BYTES)}.`;
}

function temporaryName(path: string): string {
  return `${temporaryPrefix(path)}${randomUUID()}.part`;
}

/** Removes temporary files that killed writers of this file left behind. Only for a caller that holds the file's lock. */
export async function removeLeftovers(path: string): Promise<void> {
  const prefix = temporaryPrefix(path);
  const names = await readdir(dirname(path)).catch(() => []);
  const leftovers = names.filter((name) => name.startsWith(prefix) && name.endsWith(".part"));
  await Promise.all(leftovers.map((name) => rm(join(dirname(path), name), { force: true }).catch(() => undefined)));
}

async function writeTemporary(
  temporary: string,
  source: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: WriteFileAtomicOptions,
): Promise<Omit<WrittenFile, "path">> {
  const hash = createHash("sha256");
  let sizeBytes = options.continueAtBytes ?? 0;
  const file = await openTemporary(temporary, sizeBytes, { mode: options.mode ?? 0o644, hash });
  try {
    for await (const piece of pieces(source)) {
      options.signal?.throwIfAborted();
      hash.update(piece);
      await writeAll(file, piece, sizeBytes);
      sizeBytes += piece.byteLength;
      options.onBytes?.(sizeBytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

async function openTemporary(path: string, keptBytes: number, facts: { readonly mode: number; readonly hash: Hash }): Promise<FileHandle> {
  if (keptBytes === 0) return open(path, "w", facts.mode);
  for await (const piece of createReadStream(path, { end: keptBytes - 1 })) facts.hash.update(piece as Uint8Array);
  const file = await open(path, "r+");
  await file.truncate(keptBytes);
  return file;
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let offset = 0; offset < bytes.byteLength;) {
    const { bytesWritten } = await file.write(bytes, offset, bytes.byteLength - offset, position + offset);
    offset += bytesWritten;
  }
}

async function* pieces(source: string | Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (typeof source === "string") yield new TextEncoder().encode(source);
  else if (source instanceof Uint8Array) yield source;
  else yield* source;
}

/** Tries one name after the other until one is free. */
async function publishUnder(
  path: string,
  temporary: string,
  { content, options }: { readonly content: Omit<WrittenFile, "path">; readonly options: WriteFileAtomicOptions },
): Promise<WrittenFile> {
  let current = path;
  for (let taken = 1; ; taken += 1) {
    const written = { path: current, ...content };
    await options.beforePublish?.(written);
    if (await publishFile(temporary, current, options.force === true)) return written;
    const next = options.nextPath?.(taken);
    if (next === undefined) throw Object.assign(new Error(`${current} exists already`), { code: "EEXIST", path: current });
    current = next;
  }
}

/** Makes new names in a folder themselves durable; not every system can. */
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
