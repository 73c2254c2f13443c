import { ConfigError } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { editSettings } from "../settings/edit-settings.js";
import { printChanges } from "../settings/print-changes.js";

export const command = defineCommand({
  about: "Removes a value from the file; comments and everything else stay.",
  words: [{ name: "path", summary: "as in config get", required: true }],
  flags: {
    "dry-run": { kind: "switch", summary: "Check and show the change; write nothing" },
    force: { kind: "switch", summary: "Also when it drops gateway.mode or more than half of the file" },
  },
  examples: [{ line: "config unset agents.defaults.thinkingDefault", says: "back to the model's own" }],
  async run(context, { flags, words: [path = ""] }) {
    const edited = await editSettings(context, [{ op: "unset", path }], {
      dryRun: flags["dry-run"] === true,
      force: flags.force === true,
      unchanged: "leave-to-caller",
    });
    if (edited.changes.length === 0) {
      throw new ConfigError(`Config path not found: ${path}`, {
        code: "config_invalid",
        hint: "See what is set with: openclaw config explain",
      });
    }
    printChanges(context, edited);
    if (!context.json && !context.out.quiet) context.out.line(edited.written ? `Removed ${path}.` : `Would remove ${path}.`);
    return EXIT_OK;
  },
});
