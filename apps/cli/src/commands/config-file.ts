import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { shownPath } from "../output/shown-path.js";

export const command = defineCommand({
  about: "The file that is read, whether or not it exists yet.",
  flags: {},
  examples: [{ line: "config file", says: "where the configuration lies" }],
  async run(context) {
    const { resolvePaths } = await import("@openclaw/config/node");
    const { configPath, homeDir } = resolvePaths(context.configOptions());
    if (context.json) context.out.json({ path: configPath });
    else context.out.line(context.out.terminal ? shownPath(configPath, homeDir) : configPath);
    return EXIT_OK;
  },
});
