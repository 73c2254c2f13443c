// The same by somebody careful: the job's id is in a file before anything else happens, and a job that is known is gone on with.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fetchVideo, image, submit } from "./fetch.mjs";
import { stateDir } from "./settings.mjs";

const note = join(stateDir, "job-id");

export { image };

export async function video() {
  let id = await readFile(note, "utf8").catch(() => undefined);
  if (id === undefined) {
    id = await submit();
    await writeFile(note, id);
  }
  await fetchVideo(id);
  await rm(note);
}
