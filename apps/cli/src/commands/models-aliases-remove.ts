import { ConfigError } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { editSettings } from "../settings/edit-settings.js";

export const command = defineCommand({
  words: [{ name: "alias", summary: "the short name", required: true }],
  flags: {},
  examples: [{ line: "models aliases remove kimi", says: "the model itself stays configured" }],
  async run(context, { words: [alias = ""] }) {
    const wanted = alias.toLowerCase();
    const { path, written } = await editSettings(context, ({ config }) => {
      const holder = Object.entries(config.agents.defaults.models ?? {}).find(
        ([, entry]) => entry.alias?.trim().toLowerCase() === wanted,
      )?.[0];
      if (holder === undefined) {
        throw new ConfigError(`Alias not found: ${alias}`, { code: "config_invalid", hint: "See them with: openclaw models aliases list" });
      }
      return [{ op: "unset", path: ["agents", "defaults", "models", holder, "alias"] }];
    });
    if (context.json) context.out.json({ ok: true, path, written, removed: alias });
    else context.out.line(`Removed alias ${alias}.`);
    return EXIT_OK;
  },
});
