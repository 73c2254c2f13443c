import type { EditConfigOptions, EditedConfig } from "@openclaw/config/node";
import type { Context } from "../context.js";
import { shownPath } from "../output/shown-path.js";

/** Changes the config file and says so, as OpenClaw's own commands do. */
export async function editSettings(
  context: Context,
  edits: EditConfigOptions["edits"],
  { unchanged = "say", ...options }: Pick<EditConfigOptions, "dryRun" | "force"> & { readonly unchanged?: "say" | "leave-to-caller" } = {},
): Promise<EditedConfig> {
  const { editConfig } = await import("@openclaw/config/node");
  const edited = await editConfig({ ...context.configOptions(), edits, ...options });
  if (!context.json) {
    const path = shownPath(edited.path, edited.loaded.homeDir);
    if (edited.written) context.out.note(`Updated ${path}`);
    else if (edited.changes.length > 0) context.out.note(`${path} would change; nothing was written.`);
    else if (unchanged === "say") context.out.note(`${path} already says so.`);
  }
  return edited;
}
