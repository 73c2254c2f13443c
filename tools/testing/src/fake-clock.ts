// Taken before any test can replace it: settling must use real turns of the event loop.
const realSetImmediate = setImmediate;

interface Timer {
  readonly id: number;
  readonly dueMs: number;
  readonly callback: () => void;
}

/** A clock that moves only when told. Its functions need no `this`, so they can be handed over one by one. */
export interface FakeClock {
  /** Milliseconds since the epoch, as `Date.now`. */
  readonly now: () => number;
  readonly setTimeout: (callback: () => void, delayMs?: number) => number;
  readonly clearTimeout: (handle: unknown) => void;
  /** Runs every timer that falls due within `ms`, in order, and lets promises settle before, between and after them. */
  readonly advance: (ms: number) => Promise<void>;
  /** Runs timers, however far away, until none is left; throws after 10 000 of them. */
  readonly runAll: () => Promise<void>;
  /** The timers that still wait, as milliseconds from now, soonest first: `[]` proves that nothing was left behind. */
  readonly pending: () => readonly number[];
}

const MAX_TIMERS = 10_000;

/** Starts at `startMs`, 2026-01-01 by default. */
export function fakeClock(startMs: number = Date.UTC(2026, 0, 1)): FakeClock {
  let nowMs = startMs;
  let lastId = 0;
  const timers = new Map<number, Timer>();

  const inOrder = () => [...timers.values()].sort((a, b) => a.dueMs - b.dueMs || a.id - b.id);

  async function runUntil(endMs: number): Promise<void> {
    await settle();
    for (let count = 0; ; count += 1) {
      const next = inOrder()[0];
      if (next === undefined || next.dueMs > endMs) return;
      if (count === MAX_TIMERS) throw new Error(`fakeClock: ${MAX_TIMERS} timers ran and more are waiting; a timer starts itself again.`);
      timers.delete(next.id);
      nowMs = Math.max(nowMs, next.dueMs);
      next.callback();
      await settle();
    }
  }

  return {
    now: () => nowMs,
    setTimeout: (callback, delayMs = 0) => {
      lastId += 1;
      timers.set(lastId, { id: lastId, dueMs: nowMs + Math.max(0, delayMs), callback });
      return lastId;
    },
    clearTimeout: (handle) => {
      if (typeof handle === "number") timers.delete(handle);
    },
    advance: async (ms) => {
      const endMs = nowMs + ms;
      await runUntil(endMs);
      nowMs = endMs;
    },
    runAll: () => runUntil(Number.POSITIVE_INFINITY),
    pending: () => inOrder().map((timer) => timer.dueMs - nowMs),
  };
}

/** Waits until promises and streams that can go on have gone on. No time passes on a fake clock. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((resolve) => realSetImmediate(resolve));
}
