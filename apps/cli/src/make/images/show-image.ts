import { readFile } from "node:fs/promises";
import type { Context } from "../../context.js";

/** Shows a picture in the terminal where that is possible; elsewhere does nothing (CLI-4). */
export async function showImage({ io, out }: Context, source: string | Uint8Array, rows = 16): Promise<void> {
  if (!out.terminal || io.env["TERM"] === "dumb" || (io.env["NO_COLOR"] ?? "") !== "") return;
  const { previewImage } = await import("../../output/preview/preview-image.js");
  const bytes = typeof source === "string" ? await readFile(source) : source;
  const preview = await previewImage(bytes, { env: io.env, columns: out.columns, unicode: out.unicode, rows });
  if (preview !== undefined) out.write(preview);
}
