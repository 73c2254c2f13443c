import type { Ledger, LedgerEntry } from "../store/types.js";

// Long enough for the rows of many requests to become one write, short enough to be read by whoever looks next.
const GATHER_MS = 25;
const MAX_ROWS = 500;

/** Rows that no money hangs on, gathered for a moment and written together. */
export interface LedgerQueue {
  /** Settles when the rows are durable. */
  append(rows: readonly LedgerEntry[]): Promise<void>;
}

export function createLedgerQueue(ledger: Pick<Ledger, "append">): LedgerQueue {
  let gathered: LedgerEntry[] = [];
  let writing: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    await new Promise((resolve) => {
      setTimeout(resolve, GATHER_MS);
    });
    writing = undefined;
    while (gathered.length > 0) {
      const rows = gathered.slice(0, MAX_ROWS);
      gathered = gathered.slice(MAX_ROWS);
      await ledger.append(rows);
    }
  };
  return {
    append(rows) {
      gathered.push(...rows);
      return (writing ??= write());
    },
  };
}
