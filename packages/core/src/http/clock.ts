/** Time, as an argument: what waits or measures takes one, so that tests need not sleep. */
export interface Clock {
  /** Milliseconds; only differences are used, and `Retry-After` dates. */
  now(): number;
  /** Calls back once; returns what cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** The time and timers of the runtime. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    // What is longer than 24 days, without an end among it, would otherwise be over at once.
    const timer = setTimeout(callback, Math.min(delayMs, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
};

/** The reason of an aborted signal as an Error: an `AbortError` unless the caller gave an error of their own. */
export function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new DOMException("The operation was aborted.", "AbortError");
}
