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
    // Each writer takes what it has promised, and leaves nothing of it to another.
    const rows = gathered;
    gathered = [];
    const parts = Array.from({ length: Math.ceil(rows.length / MAX_ROWS) }, (_, part) =>
      rows.slice(part * MAX_ROWS, (part + 1) * MAX_ROWS),
    );
    // One that fails does not keep the others from being written.
    await Promise.all(parts.map((part) => ledger.append(part)));
  };
  return {
    append(rows) {
      gathered.push(...rows);
      return (writing ??= write());
    },
  };
}
