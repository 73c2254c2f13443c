import type { JobKind, JobRecord } from "@openclaw/media/node";
import type { Context } from "../context.js";
import type { Progress } from "../output/progress.js";

/** Watches a paid job, so that a failure can say what is kept of it and how to go on. */
export function sayKept(
  context: Context,
  progress: Progress,
  kind: JobKind,
): { readonly onRecord: (record: JobRecord) => void; readonly rethrow: (error: unknown) => never } {
  const { io, out } = context;
  let job: JobRecord | undefined;
  return {
    onRecord(record) {
      job = record;
    },
    rethrow(error) {
      progress.stop();
      if (job !== undefined && !context.flags.sandbox) {
        const command = `${io.program} infer ${kind} resume ${job.id}`;
        if (job.state === "received") out.note(`What was paid for is kept; put it in its place with: ${command} --output FILE`);
        else if (job.state === "submitted" || (kind === "video" && job.state === "outcome-unknown"))
          out.alert(`The job is kept; go on with it: ${command}`);
      }
      throw error;
    },
  };
}
