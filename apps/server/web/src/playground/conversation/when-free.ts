import { ApiFailure } from "../../api/failure.js";

export interface WhenFreeOptions {
  readonly signal?: AbortSignal;
  readonly onWaiting?: (waiting: boolean) => void;
}

/** The server lets go of a turn that a crash has cut after half a minute. */
const BUSY_MS = 40_000;

/** One turn of a conversation goes on at a time: one that is being stopped, or that a crash has cut, is waited for. @throws what `act` throws */
export async function whenFree<Value>(act: () => Promise<Value>, { signal, onWaiting }: WhenFreeOptions = {}): Promise<Value> {
  const untilMs = performance.now() + BUSY_MS;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.code !== "session_busy" || performance.now() > untilMs) throw error;
      onWaiting?.(true);
      await pause((error.retryAfterS ?? 1) * 1_000, signal);
      onWaiting?.(false);
    }
  }
}

/** @throws DOMException `AbortError` when it is aborted */
function pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopped = (): void => {
      clearTimeout(timer);
      reject(new DOMException("Stopped", "AbortError"));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stopped);
      resolve();
    }, delayMs);
    signal?.addEventListener("abort", stopped, { once: true });
  });
}
