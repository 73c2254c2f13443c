import { createMediaFile, type MediaFile } from "@openclaw/media";
import { UsageError } from "../args/usage-error.js";
import type { Context } from "../context.js";
import { readStdinBytes } from "./read-stdin.js";

/** What stands for stdin in place of a path; a file of that name is `./-`. */
const PIPED = "-";

export function isPiped(reference: string): boolean {
  return reference === PIPED;
}

/** @returns whether one of the files is what was piped in. @throws UsageError where two are */
export function takesStdin(files: readonly string[]): boolean {
  const times = files.filter(isPiped).length;
  if (times > 1) throw new UsageError("Stdin can be attached once.", "Keep one --file -.");
  return times === 1;
}

/**
 * What was piped in, as a file that its bytes tell the type of.
 *
 * @throws UsageError where nothing was; RequestError `input_invalid` for more than `maxBytes`
 */
export async function readPipedFile(context: Context, maxBytes: number): Promise<MediaFile> {
  const bytes = await readStdinBytes(context.io, context.out, maxBytes);
  if (bytes.length === 0) throw new UsageError("Nothing came from stdin, which --file - stands for.", "Pipe the file in, or name it.");
  return createMediaFile(new Uint8Array(bytes));
}
