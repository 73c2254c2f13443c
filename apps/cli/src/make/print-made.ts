import { createReadStream } from "node:fs";
import type { Context } from "../context.js";
import { describeFile, type MadeFile, shownFile } from "./made-file.js";
import { TO_STDOUT } from "./save-place.js";

/** Its path, for scripts and people; with `--output -` its bytes, and the path goes to stderr. */
export async function printMade(context: Context, file: MadeFile, { output }: { readonly output?: string }): Promise<void> {
  const { out, io } = context;
  if (output !== TO_STDOUT) {
    out.line(out.terminal ? describeFile(context, file) : file.path);
    return;
  }
  for await (const piece of createReadStream(file.path)) io.stdout.write(piece as Uint8Array);
  out.note(`kept as ${shownFile(file.path, io.cwd)}`);
}
