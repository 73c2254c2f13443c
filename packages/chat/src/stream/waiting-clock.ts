import type { Clock } from "@openclaw/core/internal/stream";

/** A clock that can be stopped. */
export interface WaitingClock extends Clock {
  run(): void;
  stop(): void;
}

// A timer that falls due while the clock stands looks again this much later.
const RECHECK_MS = 1_000;

/**
 * A clock that runs only while somebody waits for the provider. Silence is the provider's fault only then: a caller who takes minutes over
 * one event must not find a healthy stream cut for stalling (NET-3).
 */
export function createWaitingClock(clock: Clock): WaitingClock {
  let awayMs = 0;
  let stoppedAtMs: number | undefined;
  return {
    now: () => (stoppedAtMs ?? clock.now()) - awayMs,
    after(delayMs, callback) {
      const due = (): void => {
        if (stoppedAtMs === undefined) callback();
        else cancel = clock.after(RECHECK_MS, due);
      };
      let cancel = clock.after(delayMs, due);
      return () => cancel();
    },
    run() {
      if (stoppedAtMs !== undefined) awayMs += clock.now() - stoppedAtMs;
      stoppedAtMs = undefined;
    },
    stop() {
      stoppedAtMs ??= clock.now();
    },
  };
}
