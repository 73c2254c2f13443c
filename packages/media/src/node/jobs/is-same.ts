import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { SavedFile } from "../save-images.js";

/** True when the file that a journal tells of is there, byte for byte. */
export async function isSame({ path, sizeBytes, sha256 }: SavedFile): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile() || found.size !== sizeBytes) return false;
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest("hex") === sha256;
}
