import type { JobRecord } from "@openclaw/media/node";
import type { Context } from "../context.js";
import type { Progress } from "../output/progress.js";

/** Watches a paid job, so that a failure can say what is kept of it and how to go on. */
export function sayKept(
  context: Context,
  progress: Progress,
): { readonly onRecord: (record: JobRecord) => void; readonly rethrow: (error: unknown) => never } {
  let job: JobRecord | undefined;
  return {
    onRecord(record) {
      job = record;
    },
    rethrow(error) {
      progress.stop();
      if (job !== undefined) sayJob(context, job);
      throw error;
    },
  };
}

/** What is kept of a paid job that did not come to its end, and how to go on. The sandbox keeps nothing. */
export function sayJob({ flags, io, out }: Context, { id, kind, state }: JobRecord): void {
  if (flags.sandbox) return;
  const command = `${io.program} infer ${kind} resume ${id}`;
  if (state === "received") out.note(`What was paid for is kept; put it in its place with: ${command} --output FILE`);
  else if (state === "submitted" || (kind === "video" && state === "outcome-unknown"))
    out.alert(`The job is kept; go on with it: ${command}`);
}
