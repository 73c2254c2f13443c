import type { Warning } from "@openclaw/core";
import type { SavedFile } from "@openclaw/media/node";

/** Says which files have another name than the one that was asked for, and why (IMG-3). */
export function nameWarnings(saved: readonly SavedFile[]): readonly Warning[] {
  return saved.flatMap(({ note }) => (note === undefined ? [] : [{ code: "other_name", message: note }]));
}
