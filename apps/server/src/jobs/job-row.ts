import { parseJson, readObject } from "@openclaw/core/internal";
import type { VideoJob } from "@openclaw/media";
import { toUsd } from "../store/nano-usd.js";
import type { SqlRow } from "../store/engine.js";
import { numberOf, optional, textOf } from "../store/sql-value.js";
import type { OwnedVideoJob, StoredFile, VideoJobState } from "./video-job-types.js";

/** States in which there is something left to do. */
export const ACTIVE = "('queued', 'submitting', 'running', 'fetching')";

/** Everything that the work on a job needs. */
export interface JobRow {
  readonly job: OwnedVideoJob;
  /** Gone once the provider has accepted it. */
  readonly request: Readonly<Record<string, unknown>> | undefined;
  readonly models: readonly string[];
  readonly providerJob: VideoJob | undefined;
  readonly webhookUrl: string | undefined;
  readonly tries: number;
}

export function readJobRow(row: SqlRow): JobRow {
  const providerJob = typeof row["provider_job"] === "string" ? (JSON.parse(row["provider_job"]) as VideoJob) : undefined;
  const errorCode = row["error_code"];
  const job: OwnedVideoJob = {
    id: textOf(row, "id"),
    requestId: textOf(row, "request_id"),
    model: providerJob?.model ?? readTexts(row, "models")[0] ?? "",
    state: textOf(row, "state") as VideoJobState,
    files: JSON.parse(textOf(row, "files")) as readonly StoredFile[],
    asked: readObject(parseJson(textOf(row, "asked"))) ?? {},
    createdAtMs: numberOf(row, "created_at"),
    updatedAtMs: numberOf(row, "updated_at"),
    ...optional("keyId", row["key_id"], String),
    ...(providerJob === undefined ? {} : { providerStatus: providerJob.status, providerJobId: providerJob.id }),
    ...(providerJob?.generationId === undefined ? {} : { generationId: providerJob.generationId }),
    ...(providerJob?.warnings === undefined ? {} : { warnings: providerJob.warnings }),
    ...optional("costUsd", row["cost_nano"], (value) => toUsd(value as bigint)),
    ...(typeof errorCode === "string" ? { error: { code: errorCode, message: textOf(row, "error_message") } } : {}),
    ...optional("completedAtMs", row["completed_at"], Number),
    ...optional("expiresAtMs", row["expires_at"], Number),
  };
  return {
    job,
    request: typeof row["request"] === "string" ? readObject(parseJson(row["request"])) : undefined,
    models: readTexts(row, "models"),
    providerJob,
    webhookUrl: typeof row["webhook_url"] === "string" ? row["webhook_url"] : undefined,
    tries: numberOf(row, "tries"),
  };
}

function readTexts(row: SqlRow, column: string): readonly string[] {
  return JSON.parse(textOf(row, column)) as readonly string[];
}
