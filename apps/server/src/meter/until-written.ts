import type { Clock } from "@openclaw/core";
import { backoffMs, delay, systemClock } from "@openclaw/core/internal";
import { StateUnavailable } from "../store/unavailable.js";

const MAX_TRIES = 120;
const MAX_WAIT_MS = 5_000;

/**
 * Writes what must not be lost, again and again while the store is away: for some ten minutes. Only for writes that a second time change nothing.
 *
 * @param options.signal ends the waiting between two tries: one more follows, and is the last
 * @throws what the last try threw
 */
export async function untilWritten<Value>(
  write: () => Promise<Value>,
  { signal, clock = systemClock }: { readonly signal: AbortSignal; readonly clock?: Clock },
): Promise<Value> {
  for (let tries = 0; ; tries++) {
    try {
      return await write();
    } catch (error) {
      // A try that was on its way when the end came was the last.
      if (!(error instanceof StateUnavailable) || tries === MAX_TRIES || signal.aborted) throw error;
    }
    // Told to end while it waits, it tries once more.
    await delay(backoffMs(tries, { baseMs: 100, capMs: MAX_WAIT_MS, random: Math.random }), { signal, clock }).catch(() => undefined);
  }
}
