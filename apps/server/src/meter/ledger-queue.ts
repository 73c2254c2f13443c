import type { Clock } from "@openclaw/core";
import { systemClock } from "@openclaw/core/internal";
import type { Ledger, LedgerEntry } from "../ledger/ledger-types.js";
import { untilWritten } from "./until-written.js";

// Long enough for the rows of many requests to become one write, short enough to be read by whoever looks next.
const GATHER_MS = 25;
const MAX_ROWS = 500;
// While the store is away: some ten minutes of a busy server, and some tens of megabytes.
const MAX_WAITING = 50_000;

/** Rows that no money hangs on, gathered for a moment and written together. */
export interface LedgerQueue {
  /** Settles when the rows are durable; while the store is away they are written again and again. */
  append(rows: readonly LedgerEntry[]): Promise<void>;
}

export interface LedgerQueueOptions {
  /** Ends the waiting for a store that is away. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** Rows that may wait for a store that is away; more are refused. */
  readonly maxWaiting?: number;
}

export function createLedgerQueue(
  ledger: Pick<Ledger, "append">,
  { signal, clock = systemClock, maxWaiting = MAX_WAITING }: LedgerQueueOptions,
): LedgerQueue {
  let gathered: LedgerEntry[] = [];
  let writing: Promise<void> | undefined;
  /** Parts that the store did not take: the rows of later requests wait behind them, and do not ask it each for themselves. */
  const repeated = new Set<Promise<void>>();

  const writePart = (part: readonly LedgerEntry[]): Promise<void> => {
    let rows = part;
    let again = false;
    const written: Promise<void> = untilWritten(
      async () => {
        try {
          await ledger.append(rows, { again });
        } catch (error) {
          // It may have happened all the same; and it is not to look as if the request had come when the store did.
          if (!again) rows = part.map((row) => ({ atMs: clock.now(), ...row }));
          again = true;
          repeated.add(written);
          throw error;
        }
      },
      { signal, clock },
    ).finally(() => repeated.delete(written));
    return written;
  };

  const write = async (): Promise<void> => {
    await new Promise<void>((resolve) => void clock.after(GATHER_MS, resolve));
    while (repeated.size > 0) await Promise.allSettled(repeated);
    writing = undefined;
    // Each writer takes what it has promised, and leaves nothing of it to another.
    const rows = gathered;
    gathered = [];
    const parts = Array.from({ length: Math.ceil(rows.length / MAX_ROWS) }, (_, part) =>
      rows.slice(part * MAX_ROWS, (part + 1) * MAX_ROWS),
    );
    // One that fails does not keep the others from being written, nor from being waited for.
    const outcomes = await Promise.allSettled(parts.map(writePart));
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  };

  return {
    append(rows) {
      if (gathered.length + rows.length > maxWaiting) {
        const words = `The ledger has no row of this request: ${gathered.length} rows wait already for a store that is away.`;
        return Promise.reject(new Error(words));
      }
      gathered.push(...rows);
      return (writing ??= write());
    },
  };
}
