import { DEFAULT_LEASE_MS, type StateContext } from "../store/context.js";
import type { Engine, SqlValue, Step } from "../store/engine.js";
import type { Waited } from "../store/gather.js";
import { bigintOf, optional } from "../store/sql-value.js";
import type { NanoUsd } from "../store/nano-usd.js";
import type { Reserved } from "./budget-types.js";
import { toUsd } from "../store/nano-usd.js";
import { windowStartMs } from "./window.js";

/** A reservation that its process has not renewed for so long is a lost one: two leases, as a process may only have been busy. */
export function reservationMsOf({ leaseMs = DEFAULT_LEASE_MS }: Pick<StateContext, "leaseMs">): number {
  return 2 * leaseMs;
}

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

const HOLD = "INSERT INTO reservations (request_id, key_id, state, held_nano, owner, created_at, day, expires_at)";
const UNLESS_HELD = "ON CONFLICT DO NOTHING";
const ROW = "(?, ?, 'open', ?, ?, ?, ?, ?)";
// The first row gives the columns their types.
const TYPED =
  "(CAST(? AS TEXT), CAST(? AS TEXT), 'open', CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS BIGINT))";

function takeAndHold(engine: Engine["name"], count: number, params: Record<"take" | "hold", readonly SqlValue[]>): readonly Step[] {
  const { take, hold } = params;
  const others = Array.from({ length: count - 1 }, () => `, ${ROW}`).join("");
  if (engine === "sqlite") {
    return [
      { sql: TAKE, params: take, must: true },
      { sql: `${HOLD} VALUES ${ROW}${others} ${UNLESS_HELD}`, params: hold, must: count },
    ];
  }
  // One statement is one journey to the database, and the key's row is free again at its end. Dividing by zero takes both back.
  const sql = `WITH taken AS (${TAKE}),
    held AS (${HOLD} SELECT * FROM (VALUES ${TYPED}${others}) AS holds WHERE EXISTS (SELECT 1 FROM taken) ${UNLESS_HELD} RETURNING 1)
    SELECT taken.*, 1 / CASE WHEN (SELECT count(*) FROM held) = ${count} THEN 1 ELSE 0 END AS all_held FROM taken`;
  return [{ sql, params: [...take, ...hold], must: true }];
}

export interface Hold {
  readonly requestId: string;
  readonly amount: NanoUsd;
  readonly expiresAtMs?: number | undefined;
}

/**
 * Takes the money of requests of one key in one step, or of none of them: `undefined` when the key is not there, there is not enough for all of
 * them, or one of the request ids is held already.
 */
export async function reserveTogether(
  context: StateContext,
  keyId: string,
  holds: readonly Hold[],
  { sinceMs }: Waited = {},
): Promise<readonly Reserved[] | undefined> {
  const { engine, clock, instanceId } = context;
  const nowMs = clock.now();
  const dayMs = windowStartMs("day", nowMs);
  const starts = [dayMs, windowStartMs("week", nowMs), windowStartMs("month", nowMs)];
  const total = holds.reduce((sum, { amount }) => sum + amount, 0n);
  const held = holds.flatMap(({ requestId, amount, expiresAtMs = nowMs + reservationMsOf(context) }): readonly SqlValue[] => [
    requestId,
    keyId,
    amount,
    instanceId,
    nowMs,
    dayMs,
    expiresAtMs,
  ]);
  const take = [...starts, ...starts, total, ...starts, ...starts, keyId, ...starts, total];
  const steps = takeAndHold(engine.name, holds.length, { take, hold: held });
  const row = (await engine.write(steps, "soon", { brief: true, sinceMs }))?.[0]?.rows[0];
  if (row === undefined) return undefined;
  const remaining = optional("remainingUsd", row["budget_nano"], (budget) =>
    toUsd((budget as bigint) - bigintOf(row, "spent_nano") - bigintOf(row, "reserved_nano")),
  );
  return holds.map(({ amount }) => ({ ok: true, reservedUsd: toUsd(amount), ...remaining }));
}
