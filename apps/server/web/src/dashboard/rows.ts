import { isAbort } from "../api/failure.js";
import { type Attempt, exportRows } from "../api/requests.js";
import type { TimeRange } from "./time-range.js";

/** The attempts of a span one by one, for what sums cannot tell. */
export type Rows = "loading" | "too-many" | "failed" | readonly Attempt[];

/** More rows than this are neither loaded nor told apart on a screen. */
const MOST_ROWS = 20_000;

export async function loadRows(range: TimeRange, attempts: number, signal: AbortSignal): Promise<Rows> {
  if (attempts > MOST_ROWS) return "too-many";
  try {
    return await exportRows(range, signal);
  } catch (error) {
    return isAbort(error) ? "loading" : "failed";
  }
}
