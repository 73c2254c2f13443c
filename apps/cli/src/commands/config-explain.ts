import { ConfigError } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { renderTable } from "../output/table.js";

export const command = defineCommand({
  about:
    "Every effective value with who set it: a flag, an environment variable, a line of the file, or the default. Secrets are never shown.",
  words: [{ name: "path", summary: "only values at or below it, such as agents.defaults" }],
  flags: {},
  examples: [
    { line: "config explain", says: "everything" },
    { line: "config explain models.providers.openrouter", says: "one section" },
  ],
  async run(context, { words: [path] }) {
    const { describeOrigin, explainConfig } = await import("@openclaw/config");
    const values = explainConfig(await context.config(), path);
    if (values.length === 0) {
      throw new ConfigError(`Config path not found: ${path ?? ""}`, {
        code: "config_invalid",
        hint: "See all of them with: openclaw config explain",
      });
    }
    const { out } = context;
    if (context.json) {
      out.json({ values });
      return EXIT_OK;
    }
    const rows = values.map(({ path: where, value, origin }) => [where, JSON.stringify(value) ?? "", describeOrigin(origin)]);
    out.write(
      renderTable(["Path", "Value", "From"], rows, {
        columns: out.terminal ? out.columns : Infinity,
        style: out.style,
        unicode: out.unicode,
      }),
    );
    return EXIT_OK;
  },
});
