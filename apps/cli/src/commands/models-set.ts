import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { readChosenModel } from "../settings/chosen-model.js";
import { editSettings } from "../settings/edit-settings.js";

export const command = defineCommand({
  about: "Writes agents.defaults.model.primary; fallbacks stay. A ref is openrouter/<provider>/<model>; an alias will do.",
  words: [{ name: "model", summary: "a ref such as openrouter/moonshotai/kimi-k2.6, or an alias", required: true }],
  flags: {},
  examples: [
    { line: "models set openrouter/auto", says: "let OpenRouter choose" },
    { line: "models set openrouter/moonshotai/kimi-k2.6", says: "this one" },
  ],
  async run(context, { words: [text = ""] }) {
    const { model } = await readChosenModel(context, text);
    const { path, written } = await editSettings(context, [
      { op: "set", path: "agents.defaults.model.primary", value: model.ref },
      { op: "merge", path: ["agents", "defaults", "models"], value: { [model.ref]: {} } },
    ]);
    if (context.json) context.out.json({ ok: true, path, written, defaultModel: model.ref });
    else context.out.line(`Default model: ${model.ref}`);
    return EXIT_OK;
  },
});
