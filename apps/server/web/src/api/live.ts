import { callJson } from "./call.js";
import { momentOf, numberOf, recordOf, recordsOf, textOf } from "./read.js";

export interface LiveRequest {
  readonly id: string;
  readonly startedMs: number | undefined;
  readonly kind: string;
  readonly model: string;
  readonly keyName: string | undefined;
  readonly phase: string;
  readonly attempt: number;
  readonly receivedBytes: number;
}

export interface RestingModel {
  /** What it was asked for, such as `chat`. */
  readonly use: string;
  readonly model: string;
  readonly keyLabel: string;
  readonly state: string;
  readonly untilMs: number | undefined;
  readonly cause: string | undefined;
}

export interface LiveState {
  readonly requests: readonly LiveRequest[];
  readonly circuits: readonly RestingModel[];
  readonly queuedJobs: number;
  readonly runningJobs: number;
  readonly streams: number;
  readonly uptimeMs: number;
  readonly draining: boolean;
}

/** What goes on right now. */
export async function getLive(signal?: AbortSignal): Promise<LiveState> {
  const body = recordOf(await callJson("/admin/live", { signal }));
  const jobs = recordOf(body["jobs"]);
  return {
    requests: recordsOf(body["requests"]).map((row) => ({
      id: textOf(row["id"]) ?? "",
      startedMs: momentOf(row["startedAt"]),
      kind: textOf(row["kind"]) ?? "",
      model: textOf(row["model"]) ?? "",
      keyName: textOf(row["keyName"]),
      phase: textOf(row["phase"]) ?? "",
      attempt: numberOf(row["attempt"]) ?? 1,
      receivedBytes: numberOf(row["receivedBytes"]) ?? 0,
    })),
    circuits: recordsOf(body["circuits"]).map((row) => ({
      use: textOf(row["use"]) ?? "chat",
      model: textOf(row["model"]) ?? "",
      keyLabel: textOf(row["keyLabel"]) ?? "",
      state: textOf(row["state"]) ?? "",
      untilMs: momentOf(row["until"]),
      cause: textOf(row["cause"]),
    })),
    queuedJobs: numberOf(jobs["queued"]) ?? 0,
    runningJobs: numberOf(jobs["running"]) ?? 0,
    streams: numberOf(body["streams"]) ?? 0,
    uptimeMs: numberOf(body["uptimeMs"]) ?? 0,
    draining: body["draining"] === true,
  };
}
