import { ledgerStep } from "../ledger/ledger-row.js";
import type { StateContext } from "../store/context.js";
import type { Engine, SqlValue, Step } from "../store/engine.js";
import type { LedgerEntry } from "../ledger/ledger-types.js";
import type { NanoUsd } from "../store/nano-usd.js";

/** How a reservation ends. */
export interface Ending {
  readonly requestId: string;
  readonly cost: NanoUsd;
  readonly state: "settled" | "released" | "assumed";
  readonly rows: readonly LedgerEntry[];
  /** The states that it may be ended from. */
  readonly from: string;
}

/** Ends one reservation in one commit with its ledger rows. @returns false when it was not in a state that it may be ended from */
export async function endOne({ engine, clock }: StateContext, ending: Ending): Promise<boolean> {
  const { requestId, cost, state, rows, from } = ending;
  const steps: readonly Step[] = [
    sumsOfOne(ending),
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
  return (await engine.write(steps, "money", { brief: true })) !== undefined;
}

/** The window is compared with the key's newest row: PostgreSQL looks again when another instance has changed it meanwhile. */
function sumsOfOne({ requestId, cost, from }: Pick<Ending, "requestId" | "cost" | "from">): Step {
  return {
    sql: `UPDATE keys SET reserved_nano = keys.reserved_nano - r.held_nano, spent_nano = keys.spent_nano + CAST(? AS BIGINT) - r.cost_nano
      FROM reservations r WHERE r.request_id = ? AND r.${from} AND keys.id = r.key_id AND keys.window_start <= r.created_at`,
    params: [cost, requestId],
  };
}

/**
 * A sum is made before PostgreSQL waits for the key's row, and would be of the window that was then: so the rows are taken by a statement of their
 * own, and always in the same order, as two instances that end requests of the same keys might otherwise wait for each other.
 */
function sumsOfMany(
  { name }: Engine,
  endings: readonly Ending[],
  given: { readonly given: string; readonly params: readonly SqlValue[] },
): readonly Step[] {
  const lock: Step = {
    // One parameter for however many: every other text is a plan of its own, kept by each connection.
    sql: `SELECT 1 FROM keys WHERE id IN (
        SELECT key_id FROM reservations WHERE request_id IN (SELECT json_array_elements_text(CAST(? AS JSON))))
      ORDER BY id FOR NO KEY UPDATE`,
    params: [JSON.stringify(endings.map(({ requestId }) => requestId))],
  };
  const sums: Step = {
    sql: `${given.given} UPDATE keys SET reserved_nano = keys.reserved_nano - s.held, spent_nano = keys.spent_nano + s.cost FROM (
        SELECT r.key_id AS key_id, CAST(SUM(r.held_nano) AS BIGINT) AS held, CAST(SUM(g.cost - r.cost_nano) AS BIGINT) AS cost
        FROM given g JOIN reservations r ON r.request_id = g.request_id JOIN keys k ON k.id = r.key_id
        WHERE r.state = 'open' AND k.window_start <= r.created_at GROUP BY r.key_id) s
      WHERE keys.id = s.key_id`,
    params: given.params,
  };
  return name === "postgres" ? [lock, sums] : [sums];
}

/**
 * Ends open reservations together: the sums of a key are written once for all of them.
 *
 * @returns false, and nothing has happened, when one of them is not open
 */
export async function endTogether({ engine, clock }: StateContext, endings: readonly Ending[]): Promise<boolean> {
  const [first] = endings;
  if (first === undefined) return true;
  const given = `WITH given (request_id, state, cost) AS (VALUES ${endings.map((_, index) => (index === 0 ? TYPED : "(?, ?, ?)")).join(", ")})`;
  const params = endings.flatMap(({ requestId, state, cost }): readonly SqlValue[] => [requestId, state, cost]);
  const steps: readonly Step[] = [
    ...(endings.length === 1 ? [sumsOfOne({ ...first, from: OPEN })] : sumsOfMany(engine, endings, { given, params })),
    {
      sql: `INSERT INTO key_days (key_id, day, spent_nano) ${given}
        SELECT r.key_id, r.day, CAST(SUM(g.cost - r.cost_nano) AS BIGINT) FROM given g JOIN reservations r ON r.request_id = g.request_id
        WHERE r.state = 'open' GROUP BY r.key_id, r.day
        ON CONFLICT (key_id, day) DO UPDATE SET spent_nano = key_days.spent_nano + excluded.spent_nano`,
      params,
    },
    // Last, and it must touch every one of them: else all of the above is taken back.
    {
      sql: `${given} UPDATE reservations SET state = g.state, held_nano = 0, cost_nano = g.cost FROM given g
        WHERE reservations.request_id = g.request_id AND reservations.state = 'open'`,
      params,
      must: endings.length,
    },
    ...endings.flatMap(({ rows }) => rows.map((row) => ledgerStep(row, clock.now()))),
  ];
  return (await engine.write(steps, "money", { brief: true })) !== undefined;
}

const OPEN = "state = 'open'";
// The first row gives the columns their types.
const TYPED = "(CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT))";
