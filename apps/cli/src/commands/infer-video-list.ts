import { listJobs } from "@openclaw/media/node";
import { defineCommand } from "../args/command-spec.js";
import { EXIT_OK } from "../exit-codes.js";
import { printable } from "../output/printable.js";
import { renderTable } from "../output/table.js";

export const command = defineCommand({
  about: "Every video job that was started here, newest first, finished or not.",
  flags: {},
  examples: [{ line: "infer video list", says: "what is still running, and what can be resumed" }],
  async run(context) {
    const { out, json } = context;
    const { stateDir } = await context.config();
    const jobs = await listJobs({ stateDir });
    if (json) out.json({ jobs });
    else if (jobs.length === 0) out.line("No video jobs.");
    else {
      const rows = jobs.map(({ id, state, model, prompt, file }) => [id, state, model, file?.path ?? printable(prompt)]);
      const columns = out.terminal ? out.columns : Infinity;
      out.write(
        renderTable(["Job", "State", "Model", "File or prompt"], rows, { columns, style: out.style, unicode: out.unicode, drop: [2] }),
      );
    }
    return EXIT_OK;
  },
});
