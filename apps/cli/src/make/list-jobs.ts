import { type JobKind, type JobRecord, listJobs } from "@openclaw/media/node";
import type { Context } from "../context.js";
import { EXIT_OK } from "../exit-codes.js";
import { printable } from "../output/printable.js";
import { renderTable } from "../output/table.js";

/** Of the commands that list jobs. */
export const LIST_FLAGS = {
  sandbox: { kind: "switch", summary: "Those of the sandbox: there are none, because they end with their command" },
} as const;

/** Prints the jobs of a kind, newest first (VID-5). */
export async function printJobs(context: Context, kind: JobKind): Promise<number> {
  const { out, json, flags } = context;
  const jobs = flags.sandbox ? [] : await listJobs({ stateDir: (await context.config()).stateDir, kind });
  if (json) out.json({ jobs });
  else if (jobs.length === 0)
    out.line(flags.sandbox ? `No ${kind} jobs: those of the sandbox end with their command.` : `No ${kind} jobs.`);
  else {
    const rows = jobs.map((job) => [job.id, job.state, job.model, whereOf(job)]);
    const columns = out.terminal ? out.columns : Infinity;
    out.write(
      renderTable(["Job", "State", "Model", "File or prompt"], rows, { columns, style: out.style, unicode: out.unicode, drop: [2] }),
    );
  }
  return EXIT_OK;
}

function whereOf({ state, file, files, prompt }: JobRecord): string {
  const paths = state === "done" ? (files ?? []).map(({ path }) => path) : [];
  if (paths.length > 1) return `${paths[0] ?? ""} and ${paths.length - 1} more`;
  return paths[0] ?? (state === "done" ? file?.path : undefined) ?? printable(prompt);
}
