import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { readChosenModel } from "../settings/chosen-model.js";
import { editSettings } from "../settings/edit-settings.js";
import { mediaModelPath } from "../settings/media-model-path.js";

export const command = defineCommand({
  about: "Writes the model that makes videos.",
  words: [{ name: "model", summary: "a ref or an alias", required: true }],
  flags: {},
  examples: [{ line: "models set-video openrouter/google/veo-3.1-fast", says: "make videos with it" }],
  async run(context, { words: [text = ""] }) {
    const { model } = await readChosenModel(context, text);
    const path = mediaModelPath(await context.config(), "video");
    const edited = await editSettings(context, [{ op: "set", path, value: model.ref }]);
    if (context.json) context.out.json({ ok: true, path: edited.path, written: edited.written, key: path, model: model.ref });
    else context.out.line(`Video generation model: ${model.ref}`);
    return EXIT_OK;
  },
});
