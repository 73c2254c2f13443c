import { boundedWaitMs } from "../errors/bounded-wait.js";

/**
 * Reads how long the server asks to wait, in milliseconds (NET-3): `retry-after-ms`, then `Retry-After` as seconds or as an HTTP date.
 * `undefined` when nothing usable was said; negative waits become 0, and nothing is longer than a day.
 */
export function readRetryAfterMs(headers: Pick<Headers, "get">, nowMs: number): number | undefined {
  const milliseconds = headers.get("retry-after-ms");
  if (milliseconds !== null && /^\s*\d+(?:\.\d+)?\s*$/.test(milliseconds)) return boundedWaitMs(Number(milliseconds));
  const value = headers.get("retry-after")?.trim();
  if (value === undefined || value === "") return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value)) return boundedWaitMs(Number(value) * 1000);
  // Only real dates: Date.parse would also take "-5" or "2 apples".
  if (!/^[A-Za-z]{3,9},? /.test(value)) return undefined;
  // The oldest of HTTP's three forms (asctime) names no zone and means GMT.
  const dateMs = Date.parse(/ \d{4}$/.test(value) ? `${value} GMT` : value);
  return Number.isNaN(dateMs) ? undefined : boundedWaitMs(dateMs - nowMs);
}

export interface BackoffOptions {
  /** First ceiling. Default 500 ms (the API's own retry hint). */
  readonly baseMs?: number;
  /** Highest ceiling. Default 30 s. */
  readonly capMs?: number;
  /** Returns a number in [0, 1). */
  readonly random?: () => number;
}

/**
 * Exponential backoff with full jitter: anything from a quarter of the ceiling up to the ceiling, so that many clients that failed
 * together do not return together, and none returns at once.
 *
 * @param attempt 0 for the wait after the first failure
 */
export function backoffMs(attempt: number, options: BackoffOptions = {}): number {
  const { baseMs = 500, capMs = 30_000, random = Math.random } = options;
  const ceiling = Math.min(capMs, baseMs * 2 ** attempt);
  return Math.round(ceiling / 4 + random() * ceiling * 0.75);
}
