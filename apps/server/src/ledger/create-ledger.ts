import { toUsd } from "../store/nano-usd.js";
import type { StateContext } from "../store/context.js";
import type { SqlRow, SqlValue, Step } from "../store/engine.js";
import { bigintOf, numberOf } from "../store/sql-value.js";
import type {
  Ledger,
  LedgerEntry,
  LedgerFilter,
  LedgerGroup,
  LedgerGroupTotals,
  LedgerRow,
  LedgerTotals,
  Percentiles,
} from "./ledger-types.js";
import { csvLine, ROW_HEADER, rowCells, rowJson, TOTAL_HEADER, totalCells } from "./export-format.js";
import { LEDGER_COLUMNS, ledgerStep, readLedgerRow } from "./ledger-row.js";

const MAX_PAGE = 1000;

const SUMS = `COUNT(*) AS attempts, CAST(COALESCE(SUM(CASE WHEN outcome IN ('error', 'truncated') THEN 1 ELSE 0 END), 0) AS BIGINT) AS failed, COUNT(DISTINCT request_id) AS requests,
  CAST(COALESCE(SUM(prompt_tokens), 0) AS BIGINT) AS prompt_tokens, CAST(COALESCE(SUM(completion_tokens), 0) AS BIGINT) AS completion_tokens,
  CAST(COALESCE(SUM(reasoning_tokens), 0) AS BIGINT) AS reasoning_tokens, CAST(COALESCE(SUM(cached_tokens), 0) AS BIGINT) AS cached_tokens,
  CAST(COALESCE(SUM(cache_write_tokens), 0) AS BIGINT) AS cache_write_tokens, CAST(COALESCE(SUM(cost_nano), 0) AS BIGINT) AS cost_nano`;

/** A row for every attempt; sums are of integers, so that they equal the sum of the answers to the last digit (SRV-5). */
export function createLedger({ engine, clock }: StateContext): Ledger {
  const query = async (
    filter: LedgerFilter,
    page: { readonly afterId?: string; readonly limit?: number } = {},
  ): Promise<readonly LedgerRow[]> => {
    const { sql, params } = where(filter);
    const after = page.afterId !== undefined && /^\d{1,18}$/.test(page.afterId) ? BigInt(page.afterId) : 0n;
    const limit = Math.min(MAX_PAGE, Math.max(1, page.limit ?? 100));
    const rows = await engine.read(
      `SELECT ${LEDGER_COLUMNS} FROM ledger WHERE ${sql} AND id > ? ORDER BY id LIMIT ?`,
      [...params, after, limit],
      {
        heavy: limit > 100,
      },
    );
    return rows.map(readLedgerRow);
  };

  const newest: Ledger["newest"] = async (filter, page = {}) => {
    const { sql, params } = where(filter);
    const before = page.beforeId !== undefined && /^\d{1,18}$/.test(page.beforeId) ? [BigInt(page.beforeId)] : [];
    const limit = Math.min(MAX_PAGE, Math.max(1, page.limit ?? 50));
    const rows = await engine.read(
      `SELECT ${LEDGER_COLUMNS} FROM ledger WHERE ${sql}${before.length === 0 ? "" : " AND id < ?"} ORDER BY id DESC LIMIT ?`,
      [...params, ...before, limit],
      { heavy: true },
    );
    return rows.map(readLedgerRow);
  };

  async function* pages(filter: LedgerFilter): AsyncIterable<readonly LedgerRow[]> {
    // What is written from now on is not part of the export: it would have no end.
    const { sql, params } = where(filter);
    const [row] = await engine.read(`SELECT COALESCE(MAX(id), 0) AS last FROM ledger WHERE ${sql}`, params, { heavy: true });
    const last = row === undefined ? 0n : bigintOf(row, "last");
    let afterId = "0";
    for (;;) {
      const rows = (await query(filter, { afterId, limit: MAX_PAGE })).filter(({ id }) => BigInt(id) <= last);
      if (rows.length > 0) yield rows;
      const newest = rows.at(-1)?.id;
      if (newest === undefined || rows.length < MAX_PAGE) return;
      afterId = newest;
    }
  }

  const group = async (filter: LedgerFilter, groupBy: readonly LedgerGroup[]): Promise<readonly LedgerGroupTotals[]> => {
    const { sql, params } = where(filter);
    if (groupBy.length === 0) return [{ group: [], ...(await totals(filter)) }];
    const expressions = groupBy.map((name) => groupExpression(name, engine.name));
    const selected = expressions.map((expression, index) => `${expression} AS g${index}`).join(", ");
    const names = expressions.map((_, index) => `g${index}`).join(", ");
    const rows = await engine.read(`SELECT ${selected}, ${SUMS} FROM ledger WHERE ${sql} GROUP BY ${names} ORDER BY ${names}`, params, {
      heavy: true,
    });
    return rows.map((row) => ({ group: expressions.map((_, index) => textOrNull(row[`g${index}`])), ...readTotals(row) }));
  };

  const totals = async (filter: LedgerFilter): Promise<LedgerTotals> => {
    const { sql, params } = where(filter);
    const [row = {}] = await engine.read(`SELECT ${SUMS} FROM ledger WHERE ${sql}`, params, { heavy: true });
    return readTotals(row);
  };

  const times: Ledger["times"] = async (filter, groupBy) => {
    const latency = await percentiles(engine, "latency_ms", { filter, groupBy });
    const firstToken = await percentiles(engine, "first_token_ms", { filter, groupBy });
    return [...latency].map(([name, latencyMs]) => ({
      group: JSON.parse(name) as readonly (string | null)[],
      latencyMs,
      firstTokenMs: firstToken.get(name) ?? { p50: null, p95: null },
    }));
  };

  return {
    query,
    newest,
    totals,
    group,
    times,
    async append(rows: readonly LedgerEntry[], { again = false } = {}) {
      const [first] = rows;
      if (first === undefined) return;
      const steps = rows.map((row) => ledgerStep(row, clock.now(), { again }));
      await engine.write(engine.name === "postgres" ? [lockOfRows(first), ...steps] : steps, "money", { brief: true });
    },
    async *exportCsv(filter) {
      yield csvLine(ROW_HEADER);
      for await (const rows of pages(filter)) yield rows.map((row) => csvLine(rowCells(row))).join("");
    },
    async *exportJson(filter) {
      let first = true;
      yield "[";
      for await (const rows of pages(filter)) {
        yield `${first ? "\n" : ",\n"}${rows.map(rowJson).join(",\n")}`;
        first = false;
      }
      yield "\n]\n";
    },
    async *groupCsv(filter, groupBy) {
      yield csvLine([...groupBy, ...TOTAL_HEADER]);
      for (const row of await group(filter, groupBy)) yield csvLine([...row.group.map((name) => name ?? ""), ...totalCells(row)]);
    },
  };
}

// Any number will do as long as it is always the same.
const LOCK_CLASS = 7_301_844;

/**
 * Held until the commit. PostgreSQL may go on with a write whose connection is gone, and who writes the same rows again would not see them yet:
 * with this it waits for the end of the first. SQLite has one writer.
 */
function lockOfRows({ requestId }: LedgerEntry): Step {
  return { sql: "SELECT pg_advisory_xact_lock(?, hashtext(?))", params: [LOCK_CLASS, requestId] };
}

/** By rank, which both engines count the same way. */
async function percentiles(
  engine: StateContext["engine"],
  column: "latency_ms" | "first_token_ms",
  { filter, groupBy }: { readonly filter: LedgerFilter; readonly groupBy: readonly LedgerGroup[] },
): Promise<ReadonlyMap<string, Percentiles>> {
  const { sql, params } = where(filter);
  const names = groupBy.map((_, index) => `g${index}`);
  const selected = groupBy.map((name, index) => `${groupExpression(name, engine.name)} AS g${index}, `).join("");
  const partition = names.length === 0 ? "" : `PARTITION BY ${names.join(", ")}`;
  const rows = await engine.read(
    `SELECT ${names.map((name) => `${name}, `).join("")}
      CAST(MIN(CASE WHEN place * 100 >= amount * 50 THEN took END) AS BIGINT) AS p50,
      CAST(MIN(CASE WHEN place * 100 >= amount * 95 THEN took END) AS BIGINT) AS p95
    FROM (
      SELECT ${names.map((name) => `${name}, `).join("")}took, ROW_NUMBER() OVER (${partition} ORDER BY took) AS place, COUNT(*) OVER (${partition}) AS amount
      FROM (SELECT ${selected}${column} AS took FROM ledger WHERE ${sql} AND ${column} IS NOT NULL) AS measured
    ) AS ranked${names.length === 0 ? "" : ` GROUP BY ${names.join(", ")} ORDER BY ${names.join(", ")}`}`,
    params,
    { heavy: true },
  );
  return new Map(
    rows.map((row) => [
      JSON.stringify(names.map((name) => textOrNull(row[name]))),
      { p50: numberOrNull(row["p50"]), p95: numberOrNull(row["p95"]) },
    ]),
  );
}

function where({ fromMs, toMs, keyId, model, requestId, clientRequestId, outcome, endpoint, sessionId }: LedgerFilter): {
  readonly sql: string;
  readonly params: readonly SqlValue[];
} {
  const conditions: readonly (readonly [string, SqlValue | undefined])[] = [
    ["at >= ?", fromMs],
    ["at < ?", toMs],
    ["key_id = ?", keyId],
    ["model = ?", model],
    ["request_id = ?", requestId],
    ["client_request_id = ?", clientRequestId],
    ["outcome = ?", outcome],
    ["endpoint = ?", endpoint],
    ["session_id = ?", sessionId],
  ];
  const given = conditions.filter((entry): entry is readonly [string, SqlValue] => entry[1] !== undefined);
  return { sql: ["1 = 1", ...given.map(([sql]) => sql)].join(" AND "), params: given.map(([, value]) => value) };
}

function groupExpression(name: LedgerGroup, engine: "sqlite" | "postgres"): string {
  switch (name) {
    case "key":
      return "key_id";
    case "user":
      return "caller";
    case "session":
      return "session_id";
    case "model":
    case "provider":
    case "outcome":
    case "endpoint":
      return name;
    case "hour":
    case "day":
    case "month":
      return engine === "sqlite"
        ? `strftime('${SQLITE_TIME[name]}', at / 1000, 'unixepoch')`
        : `to_char(to_timestamp(at / 1000) AT TIME ZONE 'UTC', '${POSTGRES_TIME[name]}')`;
  }
}

const SQLITE_TIME = { hour: "%Y-%m-%dT%H:00Z", day: "%Y-%m-%d", month: "%Y-%m" } as const;
const POSTGRES_TIME = { hour: 'YYYY-MM-DD"T"HH24:00"Z"', day: "YYYY-MM-DD", month: "YYYY-MM" } as const;

function readTotals(row: SqlRow): LedgerTotals {
  const costNanoUsd = bigintOf(row, "cost_nano");
  return {
    attempts: numberOf(row, "attempts"),
    failed: numberOf(row, "failed"),
    requests: numberOf(row, "requests"),
    promptTokens: numberOf(row, "prompt_tokens"),
    completionTokens: numberOf(row, "completion_tokens"),
    reasoningTokens: numberOf(row, "reasoning_tokens"),
    cachedTokens: numberOf(row, "cached_tokens"),
    cacheWriteTokens: numberOf(row, "cache_write_tokens"),
    costNanoUsd,
    costUsd: toUsd(costNanoUsd),
  };
}

function numberOrNull(value: SqlValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function textOrNull(value: SqlValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}
