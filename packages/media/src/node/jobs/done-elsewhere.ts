import type { Warning } from "@openclaw/core";
import { resolve } from "node:path";
import type { SavedFile } from "../save-images.js";
import type { SaveTarget } from "../save-target.js";
import type { JobRecord } from "./job-record.js";

/** Says that a job which is done was not written to the place that was named now: its files are where they are, and a copy is easily made. */
export function doneElsewhere({ id }: JobRecord, files: readonly SavedFile[], output: SaveTarget | undefined): readonly Warning[] {
  const { path } = output ?? {};
  if (path === undefined || files.some((file) => file.path === resolve(path))) return [];
  const places = files.map((file) => file.path).join(", ");
  return [
    { code: "done_elsewhere", message: `The job ${id} is done and its file is there: ${places}. Nothing was written to ${path}; copy it.` },
  ];
}
