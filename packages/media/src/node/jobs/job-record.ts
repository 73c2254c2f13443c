import { given } from "../../given.js";
import type { VideoJob } from "../../video/video-job.js";
import type { SavedFile } from "../save-images.js";
import type { JobOutput, JobRow } from "./rows.js";

export type JobState =
  /** Wanted, and nothing was sent: going on sends it. */
  | "prepared"
  /** Another process is sending it right now. */
  | "submitting"
  /** It was sent and the answer is not known: going on does not send it again by itself. */
  | "outcome-unknown"
  /** Accepted and paid for: going on waits and fetches. */
  | "submitted"
  | "done"
  | "failed"
  /** Given up here; it may still be running and billed at the provider. */
  | "cancelled";

/** A job as its journal tells it. Plain data. */
export interface JobRecord {
  /** This toolkit's own id; the provider's is `job.id`. */
  readonly id: string;
  readonly state: JobState;
  readonly model: string;
  /** The first 200 characters. */
  readonly prompt: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** When the paid request was last sent. */
  readonly sentAtMs?: number;
  readonly job?: VideoJob;
  readonly output: JobOutput;
  readonly file?: SavedFile;
  readonly costUsd?: number;
  readonly error?: { readonly code: string; readonly message: string };
  /** What to do next, where that is not plain. */
  readonly advice?: string;
}

/** Reads a journal's rows as the job they tell of (VID-5); `undefined` without an intent. `busy`: a living process holds the job. */
export function foldRows(rows: readonly JobRow[], busy: boolean): JobRecord | undefined {
  let record: JobRecord | undefined;
  for (const row of rows) {
    if (row.type === "intent") {
      const { id, model, prompt, output, atMs } = row;
      record = { id, state: "prepared", model, prompt, output, createdAtMs: atMs, updatedAtMs: atMs };
    } else if (record !== undefined) {
      record = { ...applyRow(record, row), updatedAtMs: row.atMs };
    }
  }
  if (record === undefined) return undefined;
  const state = record.state === "submitting" && !busy ? "outcome-unknown" : record.state;
  return { ...record, state, ...given({ advice: adviceFor({ ...record, state }) }) };
}

function applyRow(record: JobRecord, row: Exclude<JobRow, { readonly type: "intent" }>): JobRecord {
  const { error: _error, ...clean } = record;
  switch (row.type) {
    case "sending":
      return { ...clean, state: "submitting", model: row.model, sentAtMs: row.atMs };
    case "refused":
      return { ...clean, state: "prepared", error: { code: row.code, message: row.message } };
    case "unknown":
      return { ...clean, state: "outcome-unknown", error: { code: "job_outcome_unknown", message: row.message } };
    case "submitted":
    case "seen":
      return {
        ...clean,
        // A job given up here stays given up, whatever a process that did not hear of it still sees.
        state: record.state === "cancelled" ? "cancelled" : "submitted",
        model: row.job.model,
        job: row.job,
        ...given({ costUsd: row.job.costUsd }),
      };
    case "saving":
      return { ...clean, file: fileOf(row) };
    case "done":
      return { ...clean, state: "done", file: fileOf(row), ...given({ costUsd: row.costUsd }) };
    case "failed":
      return { ...clean, state: "failed", error: { code: row.code, message: row.message } };
    case "cancelled":
      return { ...clean, state: "cancelled" };
    default:
      // A row of a newer version.
      return record;
  }
}

function fileOf({ path, mediaType, sizeBytes, sha256 }: SavedFile): SavedFile {
  return { path, mediaType, sizeBytes, sha256 };
}

function adviceFor({ state, sentAtMs, job }: JobRecord): string | undefined {
  if (state === "outcome-unknown") {
    const at = sentAtMs === undefined ? "" : ` at ${new Date(sentAtMs).toISOString()}`;
    return `It was sent${at} and the answer was never seen. Look at https://openrouter.ai/activity around that time; if nothing was billed, send it again with force.`;
  }
  if (state === "cancelled" && job !== undefined) return "OpenRouter cannot cancel a job: it may still finish there and be billed.";
  return state === "submitted" || state === "prepared" ? "Resume it to go on." : undefined;
}
