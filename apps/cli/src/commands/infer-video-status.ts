import { findJob } from "@openclaw/media/node";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { printable } from "../output/printable.js";
import { cliWords } from "../output/cli-hint.js";

export const command = defineCommand({
  about: "What is known of a video job, from its journal; nothing is asked.",
  words: [{ name: "job", summary: "its id, the beginning or end of it, or the provider's id", required: true }],
  flags: {},
  examples: [{ line: "infer video status 3f", says: "by the end of its id" }],
  async run(context, { words: [id = ""] }) {
    const { out, json } = context;
    const { stateDir } = await context.config();
    const record = await findJob(id, { stateDir });
    if (json) out.json(record);
    else {
      const rows: readonly (readonly [string, string | undefined])[] = [
        ["Job", record.id],
        ["State", record.state],
        ["Model", record.model],
        ["Prompt", record.prompt],
        ["Provider's id", record.job?.id],
        ["File", record.file?.path],
        ["Advice", record.advice === undefined ? undefined : cliWords(record.advice)],
      ];
      for (const [name, value] of rows) if (value !== undefined) out.line(`${out.style("bold", name.padEnd(13))} : ${printable(value)}`);
    }
    return EXIT_OK;
  },
});
