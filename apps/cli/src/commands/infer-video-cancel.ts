import { cancelJob } from "@openclaw/media/node";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { cliWords } from "../output/cli-hint.js";

export const command = defineCommand({
  about: "Gives a video job up on this side. OpenRouter cannot cancel one: it may still finish there and be billed.",
  words: [{ name: "job", summary: "its id, or the beginning or end of it", required: true }],
  flags: {},
  examples: [{ line: "infer video cancel 3f", says: "no longer wait for it" }],
  async run(context, { words: [id = ""] }) {
    const { out, json } = context;
    const { stateDir } = await context.config();
    const record = await cancelJob(id, { stateDir });
    if (json) out.json(record);
    else {
      out.line(`${record.id} is ${record.state}.`);
      if (record.advice !== undefined) out.note(cliWords(record.advice));
    }
    return EXIT_OK;
  },
});
