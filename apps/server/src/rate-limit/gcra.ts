/** What a refused caller is told. */
export function retryAfterMs(theoreticalMs: number, costMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil(theoreticalMs + costMs - MINUTE_MS - nowMs));
}

export const MINUTE_MS = 60_000;

/** How much of the minute one call takes; more than a whole minute's worth takes the whole minute. */
export function costMs(amount: number, perMinute: number | undefined): number {
  if (perMinute === undefined || amount <= 0) return 0;
  return Math.min(MINUTE_MS, (amount / perMinute) * MINUTE_MS);
}
