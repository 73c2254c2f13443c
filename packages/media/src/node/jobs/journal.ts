import { parseJson, readObject } from "@openclaw/core/internal";
import { syncFolder } from "@openclaw/core/internal/node";
import { open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { describeStateError } from "../file-error.js";
import type { JobRow } from "./rows.js";

/**
 * Adds a row to a job's journal and returns once it is on the disk itself, so that neither kill nor power cut takes it back (VID-5). A line
 * that an earlier process left half-written is closed first.
 *
 * @throws ToolkitError `file_io`
 */
export async function appendRow(path: string, row: JobRow): Promise<void> {
  try {
    const file = await open(path, "a+", 0o600);
    try {
      const { size } = await file.stat();
      const last = size === 0 ? "\n" : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString();
      await file.appendFile(`${last === "\n" ? "" : "\n"}${JSON.stringify(row)}\n`);
      await file.sync();
      if (size === 0) await syncFolder(dirname(path));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw describeStateError(error, "written", path);
  }
}

/** Reads a journal; lines that cannot be read — the last one of a killed process — are passed over. */
export async function readRows(path: string): Promise<readonly JobRow[]> {
  const text = await readFile(path, "utf8");
  return text.split("\n").flatMap((line) => {
    const row = readObject(parseJson(line));
    return typeof row?.["type"] === "string" && typeof row["atMs"] === "number" ? [row as unknown as JobRow] : [];
  });
}
