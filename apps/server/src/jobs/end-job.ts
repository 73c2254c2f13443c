import { ToolkitError } from "@openclaw/core";
import { readString } from "@openclaw/core/internal";
import { toNanoUsd } from "../store/nano-usd.js";
import { ledgerStep } from "../ledger/ledger-row.js";
import type { Step } from "../store/engine.js";
import type { OwnedVideoJob, StoredFile } from "./video-job-types.js";
import type { JobParts } from "./job-parts.js";
import type { JobRow } from "./job-row.js";
import type { Lease } from "./job-table.js";

/** The last change of a job: its state, its row in the ledger and its webhook, in one commit. */
export interface JobEnding {
  /** False: the lease was lost, and nothing changed. */
  complete(lease: Lease, row: JobRow, files: readonly StoredFile[]): Promise<boolean>;
  fail(lease: Lease, row: JobRow, failure: JobFailure): Promise<boolean>;
}

export interface JobFailure {
  readonly error: unknown;
  /** It certainly cost nothing: the hold is given back. What is not known stays held, and is reconciled as any lost request. */
  readonly unpaid: boolean;
}

const WEEK_MS = 7 * 86_400_000;

export function createJobEnding({ context: { clock }, table, budgets, webhooks, options }: JobParts): JobEnding {
  const { retentionMs = WEEK_MS } = options;

  const end = (lease: Lease, row: JobRow, change: Ending): Promise<boolean> => {
    const nowMs = clock.now();
    const columns = { ...change.columns, request: null, completed_at: nowMs, expires_at: nowMs + retentionMs };
    return table.change(lease, { state: change.state, columns, steps: [...(change.steps ?? []), ...webhookSteps(row, change)] });
  };

  const webhookSteps = ({ webhookUrl: url, job }: JobRow, change: Ending): readonly Step[] => {
    if (url === undefined) return [];
    const { state, error } = change;
    const { id, costUsd, createdAtMs, keyId } = job;
    if (job.asked["shape"] === "openrouter")
      return [webhooks.step({ url, jobId: id, keyId, ...openRouterEvent(job, change, clock.now()) })];
    const data = {
      id,
      object: "video",
      status: state,
      model: wireModel(job),
      created_at: Math.floor(createdAtMs / 1000),
      ...(costUsd === undefined ? {} : { cost_usd: costUsd }),
      ...(error === undefined ? {} : { error }),
    };
    return [webhooks.step({ url, event: `video.${state}`, jobId: id, keyId, data })];
  };

  return {
    // Its row in the ledger was written when it was billed.
    complete: (lease, row, files) => end(lease, row, { state: "completed", files, columns: { files: JSON.stringify(files) } }),
    async fail(lease, row, { error, unpaid }) {
      const code = ToolkitError.isInstance(error) ? error.code : "internal";
      const message = ToolkitError.isInstance(error) ? error.message : "The job could not be worked on.";
      const { providerJob, job } = row;
      const costUsd = job.costUsd ?? providerJob?.costUsd;
      const columns = {
        error_code: code,
        error_message: message,
        ...(providerJob === undefined ? {} : { provider_job: JSON.stringify(providerJob) }),
        ...(costUsd === undefined ? {} : { cost_nano: toNanoUsd(costUsd) }),
      };
      // A job that was billed has its row already.
      const steps = job.state === "fetching" ? [] : [jobLedgerStep(row, { nowMs: clock.now(), outcome: "error", errorCode: code })];
      // The money first: whoever sees the job failed has it back, and a crash in between does not take it for spent.
      if (unpaid) await budgets.release(job.requestId).catch(() => undefined);
      return end(lease, row, { state: "failed", columns, error: { code, message }, steps });
    },
  };
}

interface Ending {
  readonly state: "completed" | "failed";
  readonly columns: Readonly<Record<string, string | bigint | null>>;
  readonly error?: { readonly code: string; readonly message: string };
  readonly steps?: readonly Step[];
  readonly files?: readonly StoredFile[];
}

/** What OpenRouter tells of a job; its addresses are the server's own. */
function openRouterEvent(job: OwnedVideoJob, { state, error, files = [] }: Ending, nowMs: number) {
  const { id, generationId, costUsd, asked } = job;
  const url = `${readString(asked["origin"]) ?? ""}/api/v1/videos/${id}`;
  return {
    event: `video.generation.${state}`,
    more: { created_at: new Date(nowMs).toISOString() },
    data: {
      id,
      status: state,
      generation_id: generationId ?? null,
      model: wireModel(job),
      ...(state === "completed" ? { unsigned_urls: files.map(({ index }) => `${url}/content?index=${index}`) } : {}),
      ...(costUsd === undefined ? {} : { usage: { cost: costUsd } }),
      ...(error === undefined ? {} : { error: error.message }),
    },
  };
}

function wireModel({ model }: OwnedVideoJob): string {
  return model.replace(/^openrouter\/(?=[^/]+\/)/, "");
}

/** Every job has one row in the ledger, written when it is known what became of it. */
export function jobLedgerStep(
  { job, providerJob }: JobRow,
  facts: { readonly nowMs: number; readonly outcome: "ok" | "error" | "cancelled"; readonly errorCode?: string },
): Step {
  const { nowMs, outcome, errorCode } = facts;
  const entry = {
    requestId: job.requestId,
    attempt: 1,
    keyId: job.keyId,
    endpoint: "videos",
    requestedModel: readString(job.asked["model"]),
    model: wireModel(job),
    user: readString(job.asked["user"]),
    costUsd: providerJob?.costUsd,
    generationId: providerJob?.generationId,
    latencyMs: nowMs - job.createdAtMs,
    outcome,
    errorCode,
  };
  return ledgerStep(entry, nowMs);
}

/** A job that was on its way to the provider when its process ended. */
export function outcomeUnknown(): ToolkitError {
  const message = "The server stopped while the job was being sent: it may be running and billed at the provider. It was not sent again.";
  return new ToolkitError(message, { code: "job_outcome_unknown" });
}
