import type { Clock } from "@openclaw/core";
import type { Engine } from "../store/engine.js";
import type { Rates, Taken } from "./rate-types.js";
import { costMs, MINUTE_MS, retryAfterMs } from "./gcra.js";

export interface SqlRates extends Rates {
  /** Forgets callers whose limits are full again. */
  prune(): Promise<void>;
}

const INSERT = "INSERT INTO rates (id) VALUES (?) ON CONFLICT DO NOTHING";

const NUMBER = "CAST(? AS DOUBLE PRECISION)";
// Now where it lies in the past, or so far ahead that a clock must have been set back since.
const NEXT = (column: string): string =>
  `CASE WHEN ${column} < ${NUMBER} OR ${column} > ${NUMBER} THEN ${NUMBER} ELSE ${column} END + ${NUMBER}`;
const FITS = (column: string): string => `${NEXT(column)} <= ${NUMBER}`;

const TAKE = `UPDATE rates SET requests_at = ${NEXT("requests_at")}, tokens_at = ${NEXT("tokens_at")}
  WHERE id = ? AND ${FITS("requests_at")} AND ${FITS("tokens_at")}`;

/** GCRA in one row a caller: each column is the moment at which the limit is full again; see `Rates`. */
export function createSqlRates(engine: Engine, clock: Clock): SqlRates {
  const take = async (id: string, requestsMs: number, tokensMs: number): Promise<Taken> => {
    const nowMs = clock.now();
    const fullMs = nowMs + MINUTE_MS;
    // No request is let in beyond a minute. Tokens may be owed for longer; where there is no limit to them nothing is.
    const requests = [nowMs, fullMs, nowMs, requestsMs];
    const tokens = [nowMs, tokensMs === 0 ? nowMs : Number.MAX_SAFE_INTEGER, nowMs, tokensMs];
    const params = [...requests, ...tokens, id, ...requests, fullMs, ...tokens, fullMs];
    const done = await engine.write(
      [
        { sql: INSERT, params: [id] },
        { sql: TAKE, params, must: true },
      ],
      "plain",
    );
    if (done !== undefined) return { ok: true };
    const [row = {}] = await engine.read("SELECT requests_at, tokens_at FROM rates WHERE id = ?", [id]);
    const waitRequests = retryAfterMs(Math.max(nowMs, Number(row["requests_at"] ?? 0)), requestsMs, nowMs);
    const waitTokens = retryAfterMs(Math.max(nowMs, Number(row["tokens_at"] ?? 0)), tokensMs, nowMs);
    return { ok: false, limit: waitRequests >= waitTokens ? "rpm" : "tpm", retryAfterMs: Math.max(waitRequests, waitTokens) };
  };

  return {
    async take({ id, rpm, tpm, tokens, requests = 1 }) {
      if (rpm === undefined && tpm === undefined) return { ok: true };
      return take(id, costMs(requests, rpm), costMs(tokens, tpm));
    },
    async adjust({ id, tpm, tokens }) {
      // Unbounded below zero it would never matter: what lies in the past counts as full.
      const sql = "UPDATE rates SET tokens_at = tokens_at + CAST(? AS DOUBLE PRECISION) WHERE id = ?";
      await engine.write([{ sql, params: [(tokens / tpm) * MINUTE_MS, id] }], "plain");
    },
    async prune() {
      const nowMs = clock.now();
      await engine.write([{ sql: "DELETE FROM rates WHERE requests_at < ? AND tokens_at < ?", params: [nowMs, nowMs] }], "plain");
    },
  };
}
