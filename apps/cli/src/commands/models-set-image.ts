import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { readChosenModel } from "../settings/chosen-model.js";
import { editSettings } from "../settings/edit-settings.js";
import { mediaModelPath } from "../settings/media-model-path.js";

export const command = defineCommand({
  about:
    "A model that puts out images becomes the one that makes them; any other one becomes the one that looks at images where the default model cannot (agents.defaults.imageModel). --for says which is meant.",
  words: [{ name: "model", summary: "a ref or an alias", required: true }],
  flags: {
    for: { kind: "choice", choices: ["making", "seeing"], summary: "What the model is for" },
  },
  examples: [{ line: "models set-image openrouter/google/gemini-3.1-flash-image-preview", says: "make images with it" }],
  async run(context, { flags, words: [text = ""] }) {
    const { model, row } = await readChosenModel(context, text);
    const makes = flags.for === undefined ? row === undefined || row.outputModalities.includes("image") : flags.for === "making";
    const path = makes ? mediaModelPath(await context.config(), "image") : "agents.defaults.imageModel.primary";
    const edited = await editSettings(context, [{ op: "set", path, value: model.ref }]);
    if (context.json) context.out.json({ ok: true, path: edited.path, written: edited.written, key: path, model: model.ref });
    else context.out.line(`${makes ? "Image generation model" : "Image model"}: ${model.ref}`);
    return EXIT_OK;
  },
});
