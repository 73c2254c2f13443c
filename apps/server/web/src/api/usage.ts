import { callJson, query } from "./call.js";
import { type Json, numberOf, recordOf, recordsOf, textOf } from "./read.js";

export interface Percentiles {
  readonly p50: number | undefined;
  readonly p95: number | undefined;
}

/** What a group of requests came to. */
export interface UsageSums {
  readonly requests: number;
  readonly attempts: number;
  readonly failed: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  readonly costUsd: number;
  readonly latencyMs: Percentiles;
  readonly firstTokenMs: Percentiles;
}

export interface UsageRow extends UsageSums {
  /** Values of what was grouped by; `undefined` where a row has none. */
  readonly group: Readonly<Record<string, string | undefined>>;
}

export interface UsageReply {
  readonly rows: readonly UsageRow[];
  readonly totals: UsageSums;
}

export interface UsageQuery {
  readonly fromMs: number;
  readonly toMs: number;
  readonly groupBy: readonly ("hour" | "day" | "model" | "key" | "provider" | "outcome" | "endpoint")[];
}

/** Sums of the ledger (SRV-5); a virtual key sees its own rows only. */
export async function getUsage({ fromMs, toMs, groupBy }: UsageQuery, signal?: AbortSignal): Promise<UsageReply> {
  const path = `/admin/usage${query({ from: iso(fromMs), to: iso(toMs), groupBy: groupBy.join(",") })}`;
  const body = recordOf(await callJson(path, { signal }));
  return {
    rows: recordsOf(body["rows"]).map((row) => ({
      ...readSums(row),
      group: Object.fromEntries(Object.entries(recordOf(row["group"])).map(([name, value]) => [name, textOf(value)])),
    })),
    totals: readSums(recordOf(body["totals"])),
  };
}

export function exportPath(format: "csv" | "json", range: { readonly fromMs: number; readonly toMs: number }): string {
  return `/admin/ledger.${format}${query({ from: iso(range.fromMs), to: iso(range.toMs) })}`;
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

function readSums(row: Json): UsageSums {
  const sum = (name: string): number => numberOf(row[name]) ?? 0;
  return {
    requests: sum("requests"),
    attempts: sum("attempts"),
    failed: sum("failed"),
    promptTokens: sum("promptTokens"),
    cachedTokens: sum("cachedTokens"),
    completionTokens: sum("completionTokens"),
    reasoningTokens: sum("reasoningTokens"),
    costUsd: sum("costUsd"),
    latencyMs: readPercentiles(row["latencyMs"]),
    firstTokenMs: readPercentiles(row["firstTokenMs"]),
  };
}

function readPercentiles(value: unknown): Percentiles {
  const { p50, p95 } = recordOf(value);
  return { p50: numberOf(p50), p95: numberOf(p95) };
}
