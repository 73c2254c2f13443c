import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { readChosenModel } from "../settings/chosen-model.js";
import { editSettings } from "../settings/edit-settings.js";
import { FALLBACKS_PATH, printFallbacks, readFallbacks } from "../settings/fallbacks.js";

export const command = defineCommand({
  about: "Adds a model at the end of the fallbacks; one that is there already stays where it is.",
  words: [{ name: "model", summary: "a ref or an alias", required: true }],
  flags: {},
  examples: [{ line: "models fallbacks add openrouter/moonshotai/kimi-k2.6", says: "try it when the default fails" }],
  async run(context, { words: [text = ""] }) {
    const { model } = await readChosenModel(context, text);
    const { loaded } = await editSettings(context, (current) => {
      const fallbacks = readFallbacks(current);
      if (fallbacks.includes(model.ref)) return [];
      return [{ op: "set", path: FALLBACKS_PATH, value: [...fallbacks, model.ref] }];
    });
    printFallbacks(context, readFallbacks(loaded));
    return EXIT_OK;
  },
});
