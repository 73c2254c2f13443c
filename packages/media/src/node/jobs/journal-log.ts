import { ToolkitError, type Warning } from "@openclaw/core";
import type { SubmissionLog } from "../../video/submission-log.js";
import type { JobRow } from "./rows.js";

/**
 * Writes a submission into a job's journal. What must be on disk before money is spent stops the submission when it cannot be written; what
 * comes after — the job is paid for by then — is told as a warning, and the work goes on.
 */
export function createJournalLog(append: (row: JobRow) => Promise<void>, onWarning: (warning: Warning) => void): SubmissionLog {
  const now = (): number => Date.now();
  return {
    sending: (_plan, target) => append({ type: "sending", atMs: now(), model: target.model.ref, baseUrl: target.endpoint.baseUrl }),
    accepted: async (job) => {
      await append({ type: "submitted", atMs: now(), job }).catch((error: unknown) =>
        onWarning({ code: "journal_failed", message: `The job ${job.id} is paid for but could not be journaled: ${messageOf(error)}` }),
      );
    },
    refused: (error) => append({ type: "refused", atMs: now(), code: codeOf(error), message: messageOf(error) }),
    unknown: (error) => append({ type: "unknown", atMs: now(), message: messageOf(error) }),
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function codeOf(error: unknown): string {
  return ToolkitError.isInstance(error) ? error.code : error instanceof Error ? error.name : "unknown";
}
