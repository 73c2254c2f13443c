import type { EditConfigOptions, EditedConfig } from "@openclaw/config/node";
import type { Context } from "../context.js";
import { shownPath } from "../output/shown-path.js";

/** Changes the config file and says so, as the commands of the reference do (openclaw.md §3.2, §3.5). */
export async function editSettings(
  context: Context,
  edits: EditConfigOptions["edits"],
  options: Pick<EditConfigOptions, "dryRun" | "force"> = {},
): Promise<EditedConfig> {
  const { editConfig } = await import("@openclaw/config/node");
  const edited = await editConfig({ ...context.configOptions(), edits, ...options });
  if (!context.json) {
    const path = shownPath(edited.path, edited.loaded.homeDir);
    if (edited.written) context.out.note(`Updated ${path}`);
    else context.out.note(options.dryRun === true ? `${path} would change; nothing was written.` : `${path} already says so.`);
  }
  return edited;
}
