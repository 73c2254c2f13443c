import { ConfigError } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";

export const command = defineCommand({
  about: "Shows a value by its path, in the spelling of the file or in the newer one, defaults included. Secrets are never shown.",
  words: [
    { name: "path", summary: 'such as agents.defaults.model.primary, or agents.defaults.models["openrouter/auto"].alias', required: true },
  ],
  flags: {},
  examples: [
    { line: "config get agents.defaults.model.primary", says: "the default model" },
    { line: "config get models --json", says: "a whole section" },
  ],
  async run(context, { words: [path = ""] }) {
    const { explainMissing, readConfigValue } = await import("@openclaw/config");
    const loaded = await context.config();
    const shown = readConfigValue(loaded, path)?.value;
    if (shown === undefined) {
      const missing = explainMissing(loaded, path);
      const meant = missing.kind === "unknown" && missing.suggestion !== undefined ? `Did you mean ${missing.suggestion}? ` : "";
      const unset = `It is a setting that nobody set; set it with: openclaw config set ${path} VALUE`;
      throw new ConfigError(`Config path not found: ${path}`, {
        code: "config_invalid",
        hint: missing.kind === "unset" ? unset : `${meant}See what there is with: openclaw config explain`,
      });
    }
    if (context.json || typeof shown === "object") context.out.json(shown);
    else context.out.line(typeof shown === "string" ? shown : JSON.stringify(shown));
    return EXIT_OK;
  },
});
