import { ConfigError } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";

export const command = defineCommand({
  about: "Shows a value that is set, in the normalised spelling. Secrets are never shown.",
  words: [
    { name: "path", summary: 'such as agents.defaults.model.primary, or agents.defaults.models["openrouter/auto"].alias', required: true },
  ],
  flags: {},
  examples: [
    { line: "config get agents.defaults.model.primary", says: "the default model" },
    { line: "config get models --json", says: "a whole section" },
  ],
  async run(context, { words: [path = ""] }) {
    const { parsePath, redactDocument } = await import("@openclaw/config");
    const { document } = await context.config();
    const segments = parsePath(path);
    let value: unknown = document;
    for (const segment of segments) {
      const holder = value as Record<string, unknown> | undefined | null;
      value = typeof holder === "object" && holder !== null && Object.hasOwn(holder, segment) ? holder[segment] : undefined;
    }
    if (value === undefined) {
      throw new ConfigError(`Config path not found: ${path}`, {
        code: "config_invalid",
        hint: "It is not set. See what holds, defaults included, with: openclaw config explain",
      });
    }
    const shown = redactDocument(value, segments);
    if (context.json || typeof shown === "object") context.out.json(shown);
    else context.out.line(typeof shown === "string" ? shown : JSON.stringify(shown));
    return EXIT_OK;
  },
});
