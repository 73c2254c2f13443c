import { ConfigError } from "@openclaw/core";
import { defineCommand } from "../args/command-spec.js";
import { UsageError } from "../args/usage-error.js";
import { EXIT_OK } from "../exit-codes.js";
import { readChosenModel } from "../settings/chosen-model.js";
import { editSettings } from "../settings/edit-settings.js";

export const command = defineCommand({
  words: [
    { name: "alias", summary: "the short name", required: true },
    { name: "model", summary: "the ref it stands for", required: true },
  ],
  flags: {},
  examples: [{ line: "models aliases add kimi openrouter/moonshotai/kimi-k2.6", says: "then: chat -m kimi" }],
  async run(context, { words: [alias = "", text = ""] }) {
    if (!/^[A-Za-z0-9_.:-]+$/.test(alias)) throw new UsageError("Alias must use letters, numbers, dots, underscores, colons, or dashes.");
    const { readAliases } = await import("@openclaw/config");
    const { model } = await readChosenModel(context, text);
    let former: string | undefined;
    const { path, written } = await editSettings(context, ({ config }) => {
      const had = config.agents.defaults.models?.[model.ref]?.alias;
      former = had === alias ? undefined : had;
      const taken = Object.entries(readAliases(config)).find(([name]) => name.toLowerCase() === alias.toLowerCase())?.[1];
      if (taken !== undefined && taken !== model.ref) {
        throw new ConfigError(`Alias ${alias} already points to ${taken}.`, {
          code: "config_invalid",
          hint: `Remove it first: openclaw models aliases remove ${alias}`,
        });
      }
      return [{ op: "merge", path: ["agents", "defaults", "models"], value: { [model.ref]: { alias } } }];
    });
    // A model has one alias: scripts that use the one before must hear of it.
    if (former !== undefined) context.out.alert(`note: ${former}, the alias of ${model.ref} until now, is gone: a model has one.`);
    const replaced = former === undefined ? {} : { replaced: former };
    if (context.json) context.out.json({ ok: true, path, written, alias, model: model.ref, ...replaced });
    else context.out.line(`Alias ${alias} -> ${model.ref}`);
    return EXIT_OK;
  },
});
