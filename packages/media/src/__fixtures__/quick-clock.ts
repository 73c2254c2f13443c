import type { Clock } from "@openclaw/core";

/** A clock on which waits shorter than `belowMs` end at once, moving time on, and longer ones never: retries cost a test no time. */
export function quickClock(belowMs = 59_000): Clock {
  let nowMs = Date.UTC(2026, 10, 22);
  return {
    now: () => nowMs,
    after(delayMs, callback) {
      let cancelled = false;
      if (delayMs < belowMs) {
        setImmediate(() => {
          if (cancelled) return;
          nowMs += delayMs;
          callback();
        });
      }
      return () => {
        cancelled = true;
      };
    },
  };
}
