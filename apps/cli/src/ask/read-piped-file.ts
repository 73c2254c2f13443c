import { createMediaFile, type MediaFile } from "@openclaw/media";
import { UsageError } from "../args/usage-error.js";
import type { Context } from "../context.js";
import { readStdinBytes } from "./read-stdin.js";

/**
 * What was piped in, as a file that its bytes tell the type of.
 *
 * @throws UsageError where nothing was; RequestError `input_invalid` for more than `maxBytes`
 */
export async function readPipedFile(context: Context, maxBytes: number): Promise<MediaFile> {
  const bytes = await readStdinBytes(context.io, context.out, maxBytes);
  if (bytes.length === 0) throw new UsageError("--file - attaches what is piped in, and nothing was.", "Pipe the file in, or name it.");
  return createMediaFile(new Uint8Array(bytes));
}
