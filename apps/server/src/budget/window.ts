import type { BudgetWindow } from "../keys/key-types.js";

const DAY_MS = 86_400_000;
// 1970-01-01 was a Thursday; the first Monday came four days later.
const MONDAY_MS = 4 * DAY_MS;

/** When the window that holds `nowMs` began: UTC days, weeks from Monday, calendar months; `total` began in 1970. */
export function windowStartMs(window: BudgetWindow, nowMs: number): number {
  switch (window) {
    case "day":
      return Math.floor(nowMs / DAY_MS) * DAY_MS;
    case "week":
      return Math.floor((nowMs - MONDAY_MS) / (7 * DAY_MS)) * 7 * DAY_MS + MONDAY_MS;
    case "month": {
      const date = new Date(nowMs);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
    }
    case "total":
      return 0;
  }
}

/** When it ends; `undefined` for `total`. */
export function windowEndMs(window: BudgetWindow, nowMs: number): number | undefined {
  switch (window) {
    case "day":
      return windowStartMs("day", nowMs) + DAY_MS;
    case "week":
      return windowStartMs("week", nowMs) + 7 * DAY_MS;
    case "month": {
      const date = new Date(nowMs);
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
    }
    case "total":
      return undefined;
  }
}
