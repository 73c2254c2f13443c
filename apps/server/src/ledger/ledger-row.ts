import { toNanoUsd, toUsd } from "../store/nano-usd.js";
import type { SqlRow, SqlValue, Step } from "../store/engine.js";
import { numberOf, optional, textOf } from "../store/sql-value.js";
import type { LedgerEntry, LedgerRow } from "./ledger-types.js";

const COLUMNS = [
  "at",
  "request_id",
  "attempt",
  "key_id",
  "endpoint",
  "requested_model",
  "model",
  "provider",
  "prompt_tokens",
  "completion_tokens",
  "reasoning_tokens",
  "cached_tokens",
  "cache_write_tokens",
  "cost_nano",
  "latency_ms",
  "first_token_ms",
  "outcome",
  "error_code",
  "generation_id",
  "caller",
  "session_id",
  "trace_id",
  "client_request_id",
] as const;

export const LEDGER_COLUMNS: string = ["id", ...COLUMNS].join(", ");

const INTO = `INSERT INTO ledger (${COLUMNS.join(", ")})`;
const INSERT = `${INTO} VALUES (${COLUMNS.map(() => "?").join(", ")})`;
const INSERT_MISSING = `${INTO} SELECT ${COLUMNS.map(() => "?").join(", ")}
  WHERE NOT EXISTS (SELECT 1 FROM ledger WHERE request_id = ? AND attempt = ?)`;

/** `again`: the row may have been written already, and is not to be there twice; looking costs what it need not cost the first time. */
export function ledgerStep(entry: LedgerEntry, nowMs: number, { again = false }: { readonly again?: boolean } = {}): Step {
  const params: SqlValue[] = [
    entry.atMs ?? nowMs,
    entry.requestId,
    entry.attempt,
    entry.keyId ?? null,
    entry.endpoint,
    entry.requestedModel ?? null,
    entry.model,
    entry.provider ?? null,
    whole(entry.promptTokens),
    whole(entry.completionTokens),
    whole(entry.reasoningTokens),
    whole(entry.cachedTokens),
    whole(entry.cacheWriteTokens),
    entry.costUsd === undefined ? null : toNanoUsd(entry.costUsd),
    whole(entry.latencyMs) ?? 0,
    whole(entry.firstTokenMs),
    entry.outcome,
    entry.errorCode ?? null,
    entry.generationId ?? null,
    entry.user ?? null,
    entry.sessionId ?? null,
    entry.traceId ?? null,
    entry.clientRequestId ?? null,
  ];
  return again ? { sql: INSERT_MISSING, params: [...params, entry.requestId, entry.attempt] } : { sql: INSERT, params };
}

/** Providers' counts are taken as they come, but a column takes whole numbers only. */
function whole(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Math.round(value);
}

export function readLedgerRow(row: SqlRow): LedgerRow {
  return {
    id: String(row["id"]),
    atMs: numberOf(row, "at"),
    requestId: textOf(row, "request_id"),
    attempt: numberOf(row, "attempt"),
    endpoint: textOf(row, "endpoint"),
    model: textOf(row, "model"),
    latencyMs: numberOf(row, "latency_ms"),
    outcome: textOf(row, "outcome"),
    ...optional("keyId", row["key_id"], String),
    ...optional("requestedModel", row["requested_model"], String),
    ...optional("provider", row["provider"], String),
    ...optional("promptTokens", row["prompt_tokens"], Number),
    ...optional("completionTokens", row["completion_tokens"], Number),
    ...optional("reasoningTokens", row["reasoning_tokens"], Number),
    ...optional("cachedTokens", row["cached_tokens"], Number),
    ...optional("cacheWriteTokens", row["cache_write_tokens"], Number),
    ...optional("costUsd", row["cost_nano"], (value) => toUsd(value as bigint)),
    ...optional("firstTokenMs", row["first_token_ms"], Number),
    ...optional("errorCode", row["error_code"], String),
    ...optional("generationId", row["generation_id"], String),
    ...optional("user", row["caller"], String),
    ...optional("sessionId", row["session_id"], String),
    ...optional("traceId", row["trace_id"], String),
    ...optional("clientRequestId", row["client_request_id"], String),
  };
}
