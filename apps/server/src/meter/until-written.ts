import { backoffMs, type Clock, delay, systemClock } from "@openclaw/core";
import { StateUnavailable } from "../store/unavailable.js";

const MAX_TRIES = 120;
const MAX_WAIT_MS = 5_000;

/**
 * Writes what must not be lost, again and again while the store is away: for some ten minutes. Only for writes that a second time change nothing.
 *
 * @throws what the last try threw; the signal's reason
 */
export async function untilWritten<Value>(
  write: () => Promise<Value>,
  { signal, clock = systemClock }: { readonly signal: AbortSignal; readonly clock?: Clock },
): Promise<Value> {
  for (let tries = 0; ; tries++) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof StateUnavailable) || tries === MAX_TRIES || signal.aborted) throw error;
    }
    await delay(backoffMs(tries, { baseMs: 100, capMs: MAX_WAIT_MS, random: Math.random }), { signal, clock });
  }
}
