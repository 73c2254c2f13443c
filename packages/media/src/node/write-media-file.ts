import type { TransportBody } from "@openclaw/core";
import { systemCode } from "@openclaw/core/internal";
import { writeFileAtomic, type WriteFileAtomicOptions, type WrittenFile } from "@openclaw/core/node";
import { describeFileError, fileError, fileExists } from "./file-error.js";

/**
 * Writes what was made whole or not at all (IMG-3, VID-1). A file that is there is never touched without `force`; an empty one is none.
 *
 * @throws ToolkitError `file_io`; whatever the source throws, unchanged
 */
export async function writeMediaFile(
  path: string,
  source: Uint8Array | TransportBody,
  options: WriteFileAtomicOptions = {},
): Promise<WrittenFile> {
  try {
    return await writeFileAtomic(path, source instanceof Uint8Array ? source : pieces(source), {
      ...options,
      async beforePublish(written) {
        if (written.sizeBytes === 0) throw fileError("Nothing was written: the file would be empty (0 bytes).");
        await options.beforePublish?.(written);
      },
    });
  } catch (error) {
    if (!(source instanceof Uint8Array)) await source.cancel();
    if (systemCode(error) === "EEXIST") throw fileExists((error as NodeJS.ErrnoException).path ?? path);
    throw describeFileError(error, "written", path);
  }
}

async function* pieces(source: TransportBody): AsyncGenerator<Uint8Array> {
  for (let piece = await source.read(); piece !== undefined; piece = await source.read()) yield piece;
}
