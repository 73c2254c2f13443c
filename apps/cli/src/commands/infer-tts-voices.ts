import { listVoices } from "@openclaw/tts";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { renderTable } from "../output/table.js";

export const command = defineCommand({
  about: "The voices of the models that speak, as the catalogue lists them. A model that lists none may have some all the same.",
  flags: {
    model: { kind: "text", short: "m", value: "REF", summary: "Only this model's" },
    language: { kind: "text", value: "TAG", summary: "Only voices of this language, such as en or en-GB, where their names say it" },
    plain: { kind: "switch", summary: "Only the names, one a line" },
    provider: { kind: "choice", choices: ["openrouter"], summary: "Who speaks", hidden: true },
    "base-url": { kind: "text", value: "URL", summary: "List the voices of this OpenRouter-shaped server" },
    sandbox: { kind: "switch", summary: "List the voices of the offline sandbox" },
  },
  examples: [
    { line: "infer tts voices", says: "all of them" },
    { line: "infer tts voices --model hexgrad/kokoro-82m --language en-GB --plain", says: "for scripts" },
  ],
  async run(context, { flags }) {
    const { out, json } = context;
    const { rows, warnings } = await (await context.catalog()).all();
    out.warn(warnings);
    const model = flags.model?.replace(/^openrouter\//, "");
    const language = flags.language?.toLowerCase();
    const { voice: current, model: speaker } = (await context.config()).config.tts.providers.openrouter;
    const voices = listVoices(rows).filter(
      (voice) =>
        (model === undefined || voice.model === `openrouter/${model}`) &&
        (language === undefined ||
          voice.language?.toLowerCase() === language ||
          voice.language?.toLowerCase().startsWith(`${language}-`) === true),
    );
    const inUse = (voice: { readonly id: string; readonly model: string }): boolean =>
      voice.id === current && voice.model === `openrouter/${speaker.replace(/^openrouter\//, "")}`;
    if (json)
      out.json({
        ok: true,
        capability: "tts.voices",
        provider: "openrouter",
        voices: voices.map((voice) => ({ ...voice, current: inUse(voice) })),
      });
    else if (flags.plain === true) for (const { id } of voices) out.line(id);
    else if (voices.length === 0) out.line("No voices found.");
    else {
      const table = voices.map((voice) => [
        voice.id,
        voice.model,
        voice.language ?? "-",
        voice.gender ?? "-",
        inUse(voice) ? "current" : "",
      ]);
      const columns = out.terminal ? out.columns : Infinity;
      out.write(
        renderTable(["Voice", "Model", "Language", "Gender", ""], table, { columns, style: out.style, unicode: out.unicode, drop: [3, 2] }),
      );
    }
    return EXIT_OK;
  },
});
