import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";

export const command = defineCommand({
  about: "The JSON Schema that the file is checked against, for editors and other tools.",
  flags: {},
  examples: [{ line: "config schema > openclaw.schema.json", says: 'then write "$schema": "./openclaw.schema.json" into the config' }],
  async run({ out }) {
    const { configJsonSchema } = await import("@openclaw/config");
    out.json(configJsonSchema());
    return EXIT_OK;
  },
});
