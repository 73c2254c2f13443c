import stringWidth from "fast-string-width";
import { ConfigError } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import type { Context } from "../context.js";
import { EXIT_OK } from "../exit-codes.js";
import { shownPath } from "../output/shown-path.js";
import { renderTable } from "../output/table.js";

/** A value with its path and who set it, as they are shown. */
type Row = readonly [path: string, value: string, from: string];

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
    const loaded = await context.config();
    const values = explainConfig(loaded, path);
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
    const rows = values.map(({ path: where, value, origin }): Row => {
      const from = shownPath(describeOrigin(origin), loaded.homeDir);
      return [where, JSON.stringify(value) ?? "", from];
    });
    out.write(showRows(rows, context));
    return EXIT_OK;
  },
});

/** A table where it fits. Half a path, or half a value, explains nothing: else each stands whole, with who set it beside or below it. */
function showRows(rows: readonly Row[], { out }: Context): string {
  const table = renderTable(["Path", "Value", "From"], rows, { columns: Infinity, style: out.style, unicode: out.unicode });
  if (!out.terminal || table.split("\n").every((line) => stringWidth(line) <= out.columns)) return table;
  const lines = rows.map(([path, value, from]) => {
    const line = `${path} = ${value}`;
    const beside = stringWidth(line) + 2 + stringWidth(from) <= out.columns;
    return `${line}${beside ? "  " : "\n    "}${out.style("dim", from)}\n`;
  });
  return lines.join("");
}
