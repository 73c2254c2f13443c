const MAX_WAIT_MS = 24 * 60 * 60 * 1000;

/** A wait that somebody asks for: none is negative, and none is longer than a day. */
export function boundedWaitMs(milliseconds: number): number {
  return Math.min(MAX_WAIT_MS, Math.max(0, Math.round(milliseconds)));
}
