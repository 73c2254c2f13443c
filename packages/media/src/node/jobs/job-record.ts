import { given } from "../../given.js";
import type { PartialVideo } from "../../video/download.js";
import type { VideoJob } from "../../video/video-job.js";
import type { SavedFile } from "../save-images.js";
import type { JobKind, JobOutput, JobRow, KeptAnswer, KeptPiece } from "./rows.js";

export type JobState =
  /** Wanted, and nothing was sent: going on sends it. */
  | "prepared"
  /** Another process is sending it right now. */
  | "submitting"
  /** It was sent and the answer is not known: going on does not send it again by itself. */
  | "outcome-unknown"
  /** Accepted and paid for: going on waits and fetches. */
  | "submitted"
  /** Made piece by piece, and not whole: the pieces that came are kept here, and going on asks for the others. */
  | "partial"
  /** Answered and paid for; the files are kept here and have not reached their place: going on puts them there. */
  | "received"
  | "done"
  | "failed"
  /** Given up here, or asked for anew; it may still be running and billed at the provider. */
  | "cancelled";

/** A job as its journal tells it. Plain data. */
export interface JobRecord {
  /** This toolkit's own id; the provider's is `job.id`. */
  readonly id: string;
  readonly kind: JobKind;
  readonly state: JobState;
  readonly model: string;
  /** The first 200 characters. */
  readonly prompt: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** When the paid request was last sent. */
  readonly sentAtMs?: number;
  /** When the job was first seen to be completed. */
  readonly completedAtMs?: number;
  readonly job?: VideoJob;
  readonly output: JobOutput;
  readonly digest?: string;
  /** The word of its caller that was given at the start. */
  readonly label?: string;
  /** What is arriving, or was when its process ended. */
  readonly receiving?: Omit<PartialVideo, "receivedBytes">;
  readonly file?: SavedFile;
  /** Where the files of an image or music job are. */
  readonly files?: readonly SavedFile[];
  /** What was answered and not yet delivered. */
  readonly kept?: readonly KeptAnswer[];
  /** What is kept of a file that is made piece by piece and is not whole yet. */
  readonly pieces?: readonly KeptPiece[];
  /** How far each paid request of the job has come. */
  readonly parts?: Readonly<Record<number, PartState>>;
  readonly costUsd?: number;
  readonly error?: { readonly code: string; readonly message: string };
  /** What to do next, where that is not plain. */
  readonly advice?: string;
}

export type PartState = "sent" | "refused" | "unknown" | "answered" | "useless";

/** Reads a journal's rows as the job they tell of (VID-5); `undefined` without an intent. `busy`: a living process holds the job. */
export function foldRows(rows: readonly JobRow[], busy: boolean): JobRecord | undefined {
  let record: JobRecord | undefined;
  for (const row of rows) {
    if (row.type === "intent") {
      const { id, model, prompt, output, digest, label, atMs } = row;
      const kind = KINDS.find((known) => id.startsWith(`${known}-`)) ?? "video";
      record = { id, kind, state: "prepared", model, prompt, output, createdAtMs: atMs, updatedAtMs: atMs, ...given({ digest, label }) };
    } else if (record !== undefined) {
      record = { ...applyRow(record, row), updatedAtMs: row.atMs };
    }
  }
  if (record === undefined) return undefined;
  const state = record.state === "submitting" && !busy ? "outcome-unknown" : record.state;
  return { ...record, state, ...given({ advice: adviceFor({ ...record, state }) }) };
}

const KINDS: readonly JobKind[] = ["video", "image", "music", "speech"];

/** One paid request came further; the job stands where the one that matters most does. */
function withPart(record: JobRecord, part: number | undefined, state: PartState): JobRecord {
  const parts = { ...record.parts, [part ?? 0]: state };
  const has = (wanted: PartState): boolean => Object.values(parts).includes(wanted);
  if (record.state === "cancelled") return { ...record, parts };
  const together = has("answered")
    ? "received"
    : has("unknown")
      ? "outcome-unknown"
      : has("sent")
        ? "submitting"
        : has("useless")
          ? "failed"
          : "prepared";
  return { ...record, parts, state: together };
}

function applyRow(record: JobRecord, row: Exclude<JobRow, { readonly type: "intent" }>): JobRecord {
  const { error: _error, ...clean } = record;
  switch (row.type) {
    case "sending":
      return { ...withPart({ ...clean, state: "submitting" }, row.part, "sent"), model: row.model, sentAtMs: row.atMs };
    case "refused":
      return { ...withPart(clean, row.part, "refused"), error: { code: row.code, message: row.message } };
    case "unknown":
      return { ...withPart(clean, row.part, "unknown"), error: { code: "job_outcome_unknown", message: row.message } };
    case "useless":
      return {
        ...withPart(clean, row.part, "useless"),
        error: { code: row.code, message: row.message },
        ...given({ costUsd: row.costUsd === undefined ? record.costUsd : (record.costUsd ?? 0) + row.costUsd }),
      };
    case "answered": {
      const { model, files, costUsd, generationId, text } = row;
      const answer = { model, files, ...given({ costUsd, generationId, text }) };
      return { ...withPart(clean, row.part, "answered"), model, kept: [...(record.kept ?? []), answer] };
    }
    case "collecting":
      return { ...clean, state: "partial" };
    case "piece": {
      const { type: _type, atMs: _atMs, ...piece } = row;
      return { ...record, pieces: [...(record.pieces ?? []), piece] };
    }
    case "submitted":
    case "seen":
      return {
        ...clean,
        // A job given up here stays given up, whatever a process that did not hear of it still sees.
        state: record.state === "cancelled" ? "cancelled" : "submitted",
        model: row.job.model,
        job: row.job,
        ...given({ completedAtMs: record.completedAtMs ?? (row.job.status === "completed" ? row.atMs : undefined) }),
        ...given({ costUsd: row.job.costUsd }),
      };
    case "receiving": {
      const { mediaType, lengthBytes, etag } = row;
      return { ...record, receiving: { mediaType, lengthBytes, ...given({ etag }) } };
    }
    case "saving":
      return { ...clean, file: fileOf(row), files: [...(record.files ?? []), fileOf(row)] };
    case "done":
      return { ...clean, state: "done", file: fileOf(row), ...given({ costUsd: row.costUsd }) };
    case "delivered": {
      const { kept: _kept, pieces: _pieces, ...rest } = clean;
      return { ...rest, state: "done", files: row.files.map(fileOf), ...given({ costUsd: row.costUsd }) };
    }
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

function adviceFor({ kind, state, sentAtMs, job, parts }: JobRecord): string | undefined {
  const at = sentAtMs === undefined ? "" : ` at ${new Date(sentAtMs).toISOString()}`;
  if (state === "outcome-unknown") {
    const again = kind === "video" ? "send it again with force" : "ask for it again with force";
    return `It was sent${at} and the answer was never seen. Look at https://openrouter.ai/activity around that time; if nothing was billed, ${again}.`;
  }
  if (state === "received") {
    const lost = Object.values(parts ?? {}).filter((part) => part === "sent" || part === "unknown").length;
    const rest = lost === 0 ? "" : ` Of ${lost} more sent${at} the answer was never seen.`;
    return `It is paid for and kept here: resume it to put it in its place.${rest}`;
  }
  if (state === "partial") return "Resume it to go on: what is kept of it is not bought again.";
  if (state === "cancelled" && job !== undefined) return "OpenRouter cannot cancel a job: it may still finish there and be billed.";
  if (state === "prepared" && kind !== "video") return "Nothing was bought.";
  return state === "submitted" || state === "prepared" ? "Resume it to go on." : undefined;
}
