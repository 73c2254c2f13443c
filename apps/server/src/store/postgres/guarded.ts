import type { SqlRow, Step, StepResult } from "../engine.js";

/**
 * A step that must touch so many rows, as a statement that fails by itself when it does not: a whole transaction is then sent at once, its COMMIT
 * with it, and the rows that it locks are free again without a word from here, however busy this process is. Only for what should never be: the
 * database writes every failure into its log.
 */
export function guardedSql({ sql, must }: Step): string {
  if (typeof must !== "number") return sql;
  const found = known.get(sql)?.get(must);
  if (found !== undefined) return found;
  const guard = `SELECT count(*) AS ${COUNT}, 1 / CASE WHEN count(*) = ${must} THEN 1 ELSE 0 END AS ${GUARD} FROM touched`;
  const made = RETURNING.test(sql)
    ? `WITH touched AS (${sql}) SELECT * FROM (${guard}) guard LEFT JOIN touched ON true`
    : `WITH touched AS (${sql} RETURNING 1) ${guard}`;
  if (known.size < MAX_KNOWN) known.set(sql, (known.get(sql) ?? new Map<number, string>()).set(must, made));
  return made;
}

/** What such a statement says, as the step itself would have said it. */
export function guardedResult({ sql, must }: Step, rows: readonly SqlRow[], changes: number): StepResult {
  if (typeof must !== "number") return { rows, changes };
  const touched = Number(rows[0]?.[COUNT] ?? 0);
  if (!RETURNING.test(sql)) return { rows: [], changes: touched };
  return { rows: rows.map(({ [COUNT]: _count, [GUARD]: _guard, ...row }) => row), changes: touched };
}

/** Did a step fail because it did not touch what it must? A statement that guards itself divides by zero, too. */
export function hasMissed({ must }: Step, error: unknown): boolean {
  return must !== undefined && must !== false && (error as { readonly code?: unknown }).code === DIVISION_BY_ZERO;
}

const RETURNING = /\bRETURNING\b/i;
const COUNT = "touched_count";
const GUARD = "touched_enough";
// Nothing else here divides.
const DIVISION_BY_ZERO = "22012";
const MAX_KNOWN = 500;
const known = new Map<string, Map<number, string>>();
