import { ledgerStep } from "../ledger/ledger-row.js";
import type { StateContext } from "../store/context.js";
import type { SqlValue, Step } from "../store/engine.js";
import { bigintOf, numberOf, optional, textOf } from "../store/sql-value.js";
import type { Budgets, BudgetWindow, LedgerEntry, LostReservation, NanoUsd, ReconcileHook, Reserved } from "../store/types.js";
import { toNanoUsd, toUsd } from "./nano-usd.js";
import { windowEndMs, windowStartMs } from "./window.js";

export interface BudgetOptions {
  /** Asks `/generation` what a lost request cost. Without it every lost request counts as fully spent. */
  readonly reconcile?: ReconcileHook | undefined;
  /** How long the hook may answer `later`. Default 10 minutes. */
  readonly graceMs?: number | undefined;
}

export interface OwnedBudgets extends Budgets {
  /** Keeps this process's reservations from counting as lost. */
  renew(): Promise<void>;
  /** Forgets ended reservations, so that the table stays small. */
  prune(): Promise<void>;
}

const RESERVATION_MS = 60_000;
/** No request runs this long: whatever is still held then has been forgotten. */
const MAX_REQUEST_MS = 2 * 3_600_000;
const CLAIM_MS = 30_000;
const ENDED_KEPT_MS = 2 * 86_400_000;

// The window of the key's kind that holds the moment; the three parameters are the starts of the day, the week and the month.
const WINDOW =
  "(CASE budget_window WHEN 'day' THEN CAST(? AS BIGINT) WHEN 'week' THEN CAST(? AS BIGINT) WHEN 'month' THEN CAST(? AS BIGINT) ELSE 0 END)";

// One statement checks and takes: both engines decide it on the newest version of the row, however many ask at once (SRV-4).
const TAKE = `UPDATE keys SET
  spent_nano = CASE WHEN window_start < ${WINDOW} THEN 0 ELSE spent_nano END,
  reserved_nano = CASE WHEN window_start < ${WINDOW} THEN 0 ELSE reserved_nano END + CAST(? AS BIGINT),
  window_start = CASE WHEN window_start < ${WINDOW} THEN ${WINDOW} ELSE window_start END
WHERE id = ? AND revoked_at IS NULL AND (budget_nano IS NULL
  OR CASE WHEN window_start < ${WINDOW} THEN 0 ELSE spent_nano + reserved_nano END + CAST(? AS BIGINT) <= budget_nano)
RETURNING budget_nano, spent_nano, reserved_nano`;

const HOLD = `INSERT INTO reservations (request_id, key_id, state, held_nano, owner, created_at, day, expires_at)
VALUES (?, ?, 'open', ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;

const OPEN = "state IN ('open', 'assumed')";

/** Money is held before the call and settled after it; see `Budgets`. */
export function createBudgets(context: StateContext, options: BudgetOptions = {}): OwnedBudgets {
  const { engine, clock, instanceId } = context;
  const { reconcile: hook, graceMs = 600_000 } = options;

  const explainRefusal = async (keyId: string, requestId: string): Promise<Reserved> => {
    const [held] = await engine.read("SELECT state FROM reservations WHERE request_id = ?", [requestId]);
    if (held !== undefined) return { ok: false, reason: "duplicate" };
    const [key] = await engine.read(
      "SELECT budget_nano, budget_window, window_start, spent_nano, reserved_nano, revoked_at FROM keys WHERE id = ?",
      [keyId],
    );
    if (key === undefined || key["revoked_at"] !== null) return { ok: false, reason: "key_revoked" };
    const window = textOf(key, "budget_window") as BudgetWindow;
    const current = numberOf(key, "window_start") >= windowStartMs(window, clock.now());
    const used = current ? bigintOf(key, "spent_nano") + bigintOf(key, "reserved_nano") : 0n;
    const left = bigintOf(key, "budget_nano") - used;
    const resetsAtMs = windowEndMs(window, clock.now());
    return {
      ok: false,
      reason: "budget_exceeded",
      remainingUsd: toUsd(left > 0n ? left : 0n),
      ...(resetsAtMs === undefined ? {} : { resetsAtMs }),
    };
  };

  /** Ends a reservation in one commit with its ledger rows. */
  const end = async (
    requestId: string,
    cost: NanoUsd,
    facts: { readonly state: "settled" | "released" | "assumed"; readonly rows: readonly LedgerEntry[]; readonly from?: string },
  ): Promise<boolean> => {
    const { state, rows, from = OPEN } = facts;
    const steps: Step[] = [
      {
        sql: `UPDATE keys SET reserved_nano = keys.reserved_nano - r.held_nano, spent_nano = keys.spent_nano + CAST(? AS BIGINT) - r.cost_nano
          FROM reservations r WHERE r.request_id = ? AND r.${from} AND keys.id = r.key_id AND keys.window_start <= r.created_at`,
        params: [cost, requestId],
      },
      {
        sql: `INSERT INTO key_days (key_id, day, spent_nano)
          SELECT key_id, day, CAST(? AS BIGINT) - cost_nano FROM reservations WHERE request_id = ? AND ${from}
          ON CONFLICT (key_id, day) DO UPDATE SET spent_nano = key_days.spent_nano + excluded.spent_nano`,
        params: [cost, requestId],
      },
      { sql: "DELETE FROM ledger WHERE request_id = ? AND outcome = 'assumed'", params: [requestId] },
      // Last, and it must: of two that end the same reservation at once, the second takes all of the above back.
      {
        sql: `UPDATE reservations SET state = ?, held_nano = 0, cost_nano = ? WHERE request_id = ? AND ${from}`,
        params: [state, cost, requestId],
        must: true,
      },
      ...rows.map((row) => ledgerStep(row, clock.now())),
    ];
    return (await engine.write(steps, "money")) !== undefined;
  };

  const claimLost = async (): Promise<LostReservation | undefined> => {
    const nowMs = clock.now();
    // A reservation of a video job that is still worked on is not lost, however old it is.
    const step: Step = {
      sql: `UPDATE reservations SET owner = 'reconcile', expires_at = ? WHERE request_id = (
          SELECT r.request_id FROM reservations r WHERE r.state = 'open' AND r.expires_at <= ? AND NOT EXISTS (
            SELECT 1 FROM video_jobs v WHERE v.request_id = r.request_id AND v.state IN ('queued', 'submitting', 'running', 'fetching'))
          ORDER BY r.expires_at LIMIT 1 ${engine.skipLocked}) AND state = 'open'
        RETURNING request_id, key_id, held_nano, created_at, generation_id`,
      params: [nowMs + CLAIM_MS, nowMs],
    };
    const row = (await engine.write([step], "plain"))?.[0]?.rows[0];
    if (row === undefined) return undefined;
    return {
      requestId: textOf(row, "request_id"),
      keyId: textOf(row, "key_id"),
      reservedUsd: toUsd(bigintOf(row, "held_nano")),
      createdAtMs: numberOf(row, "created_at"),
      ...optional("generationId", row["generation_id"], String),
    };
  };

  const settleLost = async (lost: LostReservation): Promise<boolean> => {
    const verdict = hook === undefined ? "later" : await hook(lost).catch(() => "later" as const);
    const { requestId, keyId, generationId, createdAtMs } = lost;
    const row = {
      requestId,
      attempt: 1,
      keyId,
      endpoint: "unknown",
      model: "unknown",
      latencyMs: 0,
      ...(generationId === undefined ? {} : { generationId }),
    };
    if (verdict === "release") return end(requestId, 0n, { state: "released", rows: [], from: "state = 'open'" });
    if (verdict !== "later") {
      const rows = [{ ...row, costUsd: verdict.costUsd, outcome: "reconciled" }];
      return end(requestId, toNanoUsd(verdict.costUsd), { state: "settled", rows, from: "state = 'open'" });
    }
    if (hook !== undefined && clock.now() < createdAtMs + graceMs) return false;
    const rows = [{ ...row, costUsd: lost.reservedUsd, outcome: "assumed", errorCode: "outcome_unknown" }];
    return end(requestId, toNanoUsd(lost.reservedUsd), { state: "assumed", rows, from: "state = 'open'" });
  };

  return {
    async reserve({ keyId, estimateUsd, requestId, expiresAtMs }) {
      const amount = toNanoUsd(estimateUsd, "up");
      const nowMs = clock.now();
      const dayMs = windowStartMs("day", nowMs);
      const starts = [dayMs, windowStartMs("week", nowMs), windowStartMs("month", nowMs)];
      const params: SqlValue[] = [...starts, ...starts, amount, ...starts, ...starts, keyId, ...starts, amount];
      const results = await engine.write(
        [
          { sql: TAKE, params, must: true },
          { sql: HOLD, params: [requestId, keyId, amount, instanceId, nowMs, dayMs, expiresAtMs ?? nowMs + RESERVATION_MS], must: true },
        ],
        "soon",
      );
      const row = results?.[0]?.rows[0];
      if (row === undefined) return explainRefusal(keyId, requestId);
      const remaining = optional("remainingUsd", row["budget_nano"], (budget) =>
        toUsd((budget as bigint) - bigintOf(row, "spent_nano") - bigintOf(row, "reserved_nano")),
      );
      return { ok: true, reservedUsd: toUsd(amount), ...remaining };
    },
    async attach(requestId, generationId) {
      await engine.write(
        [{ sql: "UPDATE reservations SET generation_id = ? WHERE request_id = ? AND state = 'open'", params: [generationId, requestId] }],
        "plain",
      );
    },
    // A bill counts even after the money was given back: the provider's word is the last one.
    settle: (requestId, costUsd, rows = []) =>
      end(requestId, toNanoUsd(costUsd), { state: "settled", rows, from: "state IN ('open', 'assumed', 'released')" }),
    release: (requestId, rows = []) => end(requestId, 0n, { state: "released", rows }),
    async reconcile() {
      let ended = 0;
      for (let lost = await claimLost(); lost !== undefined; lost = await claimLost()) if (await settleLost(lost)) ended++;
      return ended;
    },
    async renew() {
      const nowMs = clock.now();
      const sql = "UPDATE reservations SET expires_at = ? WHERE owner = ? AND state = 'open' AND created_at > ? AND expires_at < ?";
      const untilMs = nowMs + RESERVATION_MS;
      await engine.write([{ sql, params: [untilMs, instanceId, nowMs - MAX_REQUEST_MS, untilMs] }], "plain");
    },
    async prune() {
      await engine.write(
        [{ sql: "DELETE FROM reservations WHERE state <> 'open' AND created_at < ?", params: [clock.now() - ENDED_KEPT_MS] }],
        "plain",
      );
    },
  };
}
