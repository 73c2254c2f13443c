import { formatNanoUsd, toNanoUsd } from "../store/nano-usd.js";
import type { LedgerRow, LedgerTotals } from "./ledger-types.js";

type Cell = string | number | bigint | undefined;

/** RFC 4180. A cell that a spreadsheet would run as a formula is quoted with an apostrophe in front: names and models come from callers. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(value: Cell): string {
  if (typeof value !== "string") return value === undefined ? "" : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const FIELDS: readonly (readonly [string, (row: LedgerRow) => Cell])[] = [
  ["id", (row) => row.id],
  ["at", (row) => new Date(row.atMs).toISOString()],
  ["request_id", (row) => row.requestId],
  ["attempt", (row) => row.attempt],
  ["key_id", (row) => row.keyId],
  ["user", (row) => row.user],
  ["endpoint", (row) => row.endpoint],
  ["requested_model", (row) => row.requestedModel],
  ["model", (row) => row.model],
  ["provider", (row) => row.provider],
  ["prompt_tokens", (row) => row.promptTokens],
  ["completion_tokens", (row) => row.completionTokens],
  ["reasoning_tokens", (row) => row.reasoningTokens],
  ["cached_tokens", (row) => row.cachedTokens],
  ["cache_write_tokens", (row) => row.cacheWriteTokens],
  ["cost_usd", (row) => (row.costUsd === undefined ? undefined : formatNanoUsd(toNanoUsd(row.costUsd)))],
  ["latency_ms", (row) => row.latencyMs],
  ["first_token_ms", (row) => row.firstTokenMs],
  ["outcome", (row) => row.outcome],
  ["error_code", (row) => row.errorCode],
  ["generation_id", (row) => row.generationId],
  ["session_id", (row) => row.sessionId],
  ["trace_id", (row) => row.traceId],
  ["client_request_id", (row) => row.clientRequestId],
];

export const ROW_HEADER: readonly string[] = FIELDS.map(([name]) => name);

export function rowCells(row: LedgerRow): readonly Cell[] {
  return FIELDS.map(([, read]) => read(row));
}

/** One row as JSON: absent fields are left out, the cost is a string of every digit. */
export function rowJson(row: LedgerRow): string {
  return JSON.stringify(Object.fromEntries(FIELDS.map(([name, read]) => [name, read(row)])));
}

export const TOTAL_HEADER = [
  "attempts",
  "requests",
  "failed",
  "prompt_tokens",
  "completion_tokens",
  "reasoning_tokens",
  "cached_tokens",
  "cache_write_tokens",
  "cost_usd",
] as const;

export function totalCells(totals: LedgerTotals): readonly Cell[] {
  return [
    totals.attempts,
    totals.requests,
    totals.failed,
    totals.promptTokens,
    totals.completionTokens,
    totals.reasoningTokens,
    totals.cachedTokens,
    totals.cacheWriteTokens,
    formatNanoUsd(totals.costNanoUsd),
  ];
}
