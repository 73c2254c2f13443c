/** Wakes everyone who waits for something to have changed. */
export interface Bell {
  ring(): void;
  /** Until the next ring; rejects with the signal's reason. */
  wait(signal: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
  let waiting: (() => void)[] = [];
  return {
    ring() {
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    wait: (signal) =>
      new Promise((resolve, reject) => {
        const abort = (): void => reject(signal.reason as Error);
        if (signal.aborted) return abort();
        signal.addEventListener("abort", abort, { once: true });
        waiting.push(() => {
          signal.removeEventListener("abort", abort);
          resolve();
        });
      }),
  };
}
