import type { EditedConfig } from "@openclaw/config/node";
import type { Context } from "../context.js";
import { printable } from "../output/printable.js";

/** What an edit changed, value by value; secrets are already out of it. */
export function printChanges({ out, json }: Context, edited: EditedConfig): void {
  const { changes, path, written, backupPath } = edited;
  if (json) {
    out.json({ ok: true, path, written, changes, ...(backupPath === undefined ? {} : { backupPath }) });
    return;
  }
  for (const { path: where, before, after } of changes) {
    if (before !== undefined) out.note(out.noteStyle("red", `- ${where}: ${printable(JSON.stringify(before))}`));
    if (after !== undefined) out.note(out.noteStyle("green", `+ ${where}: ${printable(JSON.stringify(after))}`));
  }
}
