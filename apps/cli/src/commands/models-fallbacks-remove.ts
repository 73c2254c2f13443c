import { ConfigError } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { editSettings } from "../settings/edit-settings.js";
import { FALLBACKS_PATH, printFallbacks, readFallbacks } from "../settings/fallbacks.js";

export const command = defineCommand({
  words: [{ name: "model", summary: "the ref as it is listed, or an alias", required: true }],
  flags: {},
  examples: [{ line: "models fallbacks remove openrouter/moonshotai/kimi-k2.6", says: "no longer try it" }],
  async run(context, { words: [text = ""] }) {
    const { readAliases } = await import("@openclaw/config");
    const { loaded } = await editSettings(context, (current) => {
      const fallbacks = readFallbacks(current);
      const wanted = readAliases(current.config)[text] ?? text;
      const kept = fallbacks.filter((ref) => ref !== wanted);
      if (kept.length === fallbacks.length) {
        throw new ConfigError(`Fallback not found: ${text}`, {
          code: "config_invalid",
          hint: "See them with: openclaw models fallbacks list",
        });
      }
      return [{ op: "set", path: FALLBACKS_PATH, value: kept }];
    });
    printFallbacks(context, readFallbacks(loaded));
    return EXIT_OK;
  },
});
