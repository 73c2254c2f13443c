import type { Clock } from "@openclaw/core";

/** What was read a moment ago, by hash. Concurrent readers of one row share one read; failures are not remembered. */
export interface RecentRows<Row> {
  get(hash: string, read: (hash: string) => Promise<Row | undefined>): Promise<Row | undefined>;
  clear(): void;
}

const MAX_ROWS = 10_000;

export function createRecentRows<Row>({ forMs, clock }: { readonly forMs: number; readonly clock: Clock }): RecentRows<Row> {
  const rows = new Map<string, { readonly atMs: number; readonly row: Promise<Row | undefined> }>();
  return {
    async get(hash, read) {
      const known = rows.get(hash);
      const nowMs = clock.now();
      // Read later than now: the clock was set back, and would have it believed for as long as that.
      if (known !== undefined && nowMs >= known.atMs && nowMs < known.atMs + forMs) return known.row;
      const row = read(hash);
      const entry = { atMs: nowMs, row };
      const forget = (): void => {
        if (rows.get(hash) === entry) rows.delete(hash);
      };
      rows.delete(hash);
      rows.set(hash, entry);
      const oldest = rows.size > MAX_ROWS ? rows.keys().next().value : undefined;
      if (oldest !== undefined) rows.delete(oldest);
      // An unknown key is not believed to stay unknown: it may be made the next moment.
      void row.then((found) => found ?? forget(), forget);
      return row;
    },
    clear: () => rows.clear(),
  };
}
