import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";

export const command = defineCommand({
  flags: { plain: { kind: "switch", summary: "Only the lines, for scripts" } },
  examples: [{ line: "models aliases list --json", says: "for scripts" }],
  async run(context, { flags }) {
    const { readAliases } = await import("@openclaw/config");
    const aliases = readAliases((await context.config()).config);
    const { out } = context;
    const entries = Object.entries(aliases);
    if (context.json) out.json({ aliases });
    else if (flags.plain === true) for (const [alias, ref] of entries) out.line(`${alias} ${ref}`);
    else {
      out.line(`Aliases (${entries.length}):`);
      for (const [alias, ref] of entries) out.line(`- ${alias} -> ${ref}`);
      if (entries.length === 0) out.line("- none");
    }
    return EXIT_OK;
  },
});
