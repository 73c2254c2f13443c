import type { NanoUsd } from "../store/nano-usd.js";

// One row for each attempt (SRV-5).

export type LedgerOutcome = "ok" | "error" | "cancelled" | "truncated" | "refused" | "assumed" | (string & {});

/** One attempt at a provider. */
export interface LedgerEntry {
  readonly requestId: string;
  /** From 1. */
  readonly attempt: number;
  /** Absent for the gateway's own token. */
  readonly keyId?: string | undefined;
  /** Such as `chat.completions`. */
  readonly endpoint: string;
  /** As asked for. */
  readonly requestedModel?: string | undefined;
  /** As answered. */
  readonly model: string;
  readonly provider?: string | undefined;
  readonly promptTokens?: number | undefined;
  readonly completionTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
  readonly cachedTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
  /** As the provider billed it. Absent: not known. */
  readonly costUsd?: number | undefined;
  readonly latencyMs: number;
  readonly firstTokenMs?: number | undefined;
  readonly outcome: LedgerOutcome;
  readonly errorCode?: string | undefined;
  readonly generationId?: string | undefined;
  /** Of the caller, when they gave one (`user`). */
  readonly user?: string | undefined;
  /** The stored conversation it was a turn of. */
  readonly sessionId?: string | undefined;
  /** Of OpenTelemetry, where the caller or the server keeps traces. */
  readonly traceId?: string | undefined;
  /** The caller's own `x-request-id`, when it gave one. */
  readonly clientRequestId?: string | undefined;
  /** Default: now. */
  readonly atMs?: number | undefined;
}

export interface LedgerRow extends LedgerEntry {
  /** Grows with time. */
  readonly id: string;
  readonly atMs: number;
}

export type LedgerGroup = "key" | "model" | "provider" | "outcome" | "endpoint" | "user" | "session" | "day" | "hour" | "month";

export interface LedgerFilter {
  /** Inclusive. */
  readonly fromMs?: number | undefined;
  /** Exclusive. */
  readonly toMs?: number | undefined;
  readonly keyId?: string | undefined;
  readonly model?: string | undefined;
  readonly requestId?: string | undefined;
  readonly clientRequestId?: string | undefined;
  readonly outcome?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly sessionId?: string | undefined;
}

/** Half, and all but one in twenty, took no longer; absent where nothing was measured. */
export interface Percentiles {
  readonly p50: number | null;
  readonly p95: number | null;
}

export interface LedgerTotals {
  readonly attempts: number;
  /** Attempts that ended in an error or broke off. */
  readonly failed: number;
  /** Distinct requests. */
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  readonly cachedTokens: number;
  readonly cacheWriteTokens: number;
  /** Exact: summed as integers. */
  readonly costNanoUsd: NanoUsd;
  /** The same as a number. */
  readonly costUsd: number;
}

/** `group` holds the values of `groupBy` in its order; `null` for rows that have none. */
export interface LedgerGroupTotals extends LedgerTotals {
  readonly group: readonly (string | null)[];
}

/** How long the attempts of a group took. */
export interface LedgerGroupTimes {
  readonly group: readonly (string | null)[];
  readonly latencyMs: Percentiles;
  readonly firstTokenMs: Percentiles;
}

export interface Ledger {
  /** Resolves once the rows are durable. `again`: the same rows may have been written before, and only those that are missing are. */
  append(rows: readonly LedgerEntry[], options?: { readonly again?: boolean }): Promise<void>;
  /** Oldest first, a page at a time; `afterId` is the last row's id of the page before. */
  query(filter: LedgerFilter, page?: { readonly afterId?: string; readonly limit?: number }): Promise<readonly LedgerRow[]>;
  /** Newest first; `beforeId` is the last row's id of the page before. */
  newest(
    filter: LedgerFilter,
    page?: { readonly beforeId?: string | undefined; readonly limit?: number | undefined },
  ): Promise<readonly LedgerRow[]>;
  totals(filter: LedgerFilter): Promise<LedgerTotals>;
  group(filter: LedgerFilter, groupBy: readonly LedgerGroup[]): Promise<readonly LedgerGroupTotals[]>;
  /** In the order of `group`; one entry for everything when `groupBy` is empty. */
  times(filter: LedgerFilter, groupBy: readonly LedgerGroup[]): Promise<readonly LedgerGroupTimes[]>;
  /** Rows as text pieces, with bounded memory. */
  exportCsv(filter: LedgerFilter): AsyncIterable<string>;
  exportJson(filter: LedgerFilter): AsyncIterable<string>;
  /** Groups as CSV. */
  groupCsv(filter: LedgerFilter, groupBy: readonly LedgerGroup[]): AsyncIterable<string>;
}
