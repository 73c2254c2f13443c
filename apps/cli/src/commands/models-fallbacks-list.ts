import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { printFallbacks, readFallbacks } from "../settings/fallbacks.js";

export const command = defineCommand({
  about: "The models that are tried, in this order, when the default one fails.",
  flags: {},
  examples: [{ line: "models fallbacks list", says: "in order" }],
  async run(context) {
    printFallbacks(context, readFallbacks(await context.config()));
    return EXIT_OK;
  },
});
