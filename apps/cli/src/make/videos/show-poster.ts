import { execFile } from "node:child_process";
import type { Context } from "../../context.js";
import { findProgram } from "../../output/find-program.js";
import { showImage } from "../images/show-image.js";

const LIMIT_MS = 10_000;
const MAX_BYTES = 16 * 1024 * 1024;

/** Shows the first frame of a video where the terminal can show pictures and ffmpeg is here; elsewhere does nothing (CLI-4). */
export async function showPoster(context: Context, path: string): Promise<void> {
  const { io, out } = context;
  if (!out.terminal) return;
  const ffmpeg = await findProgram("ffmpeg", io.env);
  if (ffmpeg === undefined) return;
  // Small: it is shown in a few rows.
  const args = ["-v", "error", "-nostdin", "-i", path, "-frames:v", "1", "-vf", "scale=640:-2", "-f", "image2pipe", "-c:v", "png", "-"];
  const frame = await new Promise<Uint8Array | undefined>((resolve) => {
    const options = { encoding: "buffer", timeout: LIMIT_MS, maxBuffer: MAX_BYTES, signal: io.signal } as const;
    execFile(ffmpeg, args, options, (error, stdout) => resolve(error === null && stdout.length > 0 ? new Uint8Array(stdout) : undefined));
  });
  if (frame !== undefined) await showImage(context, frame);
}
