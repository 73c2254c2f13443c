import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { editSettings } from "../settings/edit-settings.js";
import { FALLBACKS_PATH, printFallbacks, readFallbacks } from "../settings/fallbacks.js";

export const command = defineCommand({
  flags: {},
  examples: [{ line: "models fallbacks clear", says: "only the default model answers" }],
  async run(context) {
    const { loaded } = await editSettings(context, (current) =>
      readFallbacks(current).length === 0 ? [] : [{ op: "set", path: FALLBACKS_PATH, value: [] }],
    );
    printFallbacks(context, readFallbacks(loaded));
    return EXIT_OK;
  },
});
