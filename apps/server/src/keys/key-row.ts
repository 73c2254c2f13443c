import { toUsd } from "../store/nano-usd.js";
import { windowEndMs, windowStartMs } from "../budget/window.js";
import type { SqlRow } from "../store/engine.js";
import { bigintOf, numberOf, optional, textOf } from "../store/sql-value.js";
import type { BudgetWindow, VirtualKey } from "./key-types.js";

export const KEY_COLUMNS =
  "seq, id, hint, name, budget_nano, budget_window, window_start, spent_nano, reserved_nano, rpm, tpm, models, created_at, expires_at, revoked_at";

/** A row as the outside sees it: the counters of a window that is over count as zero, though nothing has touched them yet. */
export function readKeyRow(row: SqlRow, nowMs: number): VirtualKey {
  const budgetWindow = textOf(row, "budget_window") as BudgetWindow;
  const current = numberOf(row, "window_start") >= windowStartMs(budgetWindow, nowMs);
  const resetsAtMs = windowEndMs(budgetWindow, nowMs);
  return {
    id: textOf(row, "id"),
    name: textOf(row, "name"),
    hint: textOf(row, "hint"),
    budgetWindow,
    createdAtMs: numberOf(row, "created_at"),
    spentUsd: current ? toUsd(bigintOf(row, "spent_nano")) : 0,
    reservedUsd: current ? toUsd(bigintOf(row, "reserved_nano")) : 0,
    ...optional("budgetUsd", row["budget_nano"], (value) => toUsd(value as bigint)),
    ...optional("rpm", row["rpm"], Number),
    ...optional("tpm", row["tpm"], Number),
    ...optional("models", row["models"], (value) => JSON.parse(String(value)) as readonly string[]),
    ...optional("expiresAtMs", row["expires_at"], Number),
    ...optional("revokedAtMs", row["revoked_at"], Number),
    ...(resetsAtMs === undefined ? {} : { resetsAtMs }),
  };
}
