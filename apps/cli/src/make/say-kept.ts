import type { JobRecord } from "@openclaw/media/node";
import type { Context } from "../context.js";
import type { Progress } from "../output/progress.js";
import { isAbort } from "../output/report-error.js";
import { jobGroup } from "./job-group.js";
import { logFailedSpending, logSpending, type Spending } from "../usage/log-usage.js";

/** Watches a paid job, so that a failure can say what is kept of it and how to go on, and counts what it has cost. */
export function sayKept(
  context: Context,
  progress: Progress,
  session?: string,
): { readonly onRecord: (record: JobRecord) => void; readonly rethrow: (error: unknown) => Promise<never> } {
  let job: JobRecord | undefined;
  return {
    onRecord(record) {
      job = record;
    },
    async rethrow(error) {
      progress.stop();
      if (job !== undefined) {
        // Billed, though it has no place yet.
        if (job.state === "received") await logSpending(context, { ...spentOn(job), session });
        sayJob(context, job);
        if (isAbort(error) && job.kind !== "video" && job.state === "outcome-unknown")
          context.out.alert(`The ${job.kind} was asked for already: it may be billed, though its answer was not waited for (${job.id}).`);
        if (job.kind !== "video") return logFailedSpending(context, error, { kind: job.kind, session, model: job.model });
      }
      throw error;
    },
  };
}

/** A job for the usage log, which counts it once however often it is fetched. */
export function spentOn({ id, kind, model, costUsd, kept = [] }: JobRecord): Spending {
  const answered = kept.flatMap((answer) => answer.costUsd ?? []);
  const keptUsd = answered.length === 0 ? undefined : answered.reduce((sum, cost) => sum + cost, 0);
  return { kind, model, costUsd: costUsd ?? keptUsd, job: id };
}

/** Counts what a job bought piece by piece, each by its name, so that none is counted twice; what it cost is asked of the provider. */
export async function countPieces(context: Context, { id, model, pieces = [] }: JobRecord): Promise<void> {
  for (const { generationId: generation } of pieces)
    if (generation !== undefined) await logSpending(context, { kind: "speech", model, generation, job: id });
}

/** What is kept of a paid job that did not come to its end, and how to go on. The sandbox keeps nothing. */
export function sayJob({ flags, io, out }: Context, { id, kind, state, pieces }: JobRecord): void {
  if (flags.sandbox) return;
  const command = `${io.program} infer ${jobGroup(kind)} resume ${id}`;
  if (state === "received") out.note(`What was paid for is kept; put it in its place with: ${command} --output FILE`);
  else if (state === "partial" && pieces !== undefined) out.note(`What was paid for is kept; go on with: ${command}`);
  else if (state === "submitted" || (kind === "video" && state === "outcome-unknown"))
    out.alert(`The job is kept; go on with it: ${command}`);
}
