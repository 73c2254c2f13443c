/** What a start has opened so far: closed together at the end, or when the start does not come to its end. */
export interface Closers {
  add(close: () => Promise<void> | void): void;
  /** The last first, all of them although one fails. @throws what the first of them threw that failed */
  close(): Promise<void>;
  /** Closes everything when `open` fails. @throws what `open` threw */
  unlessOpened<Value>(open: () => Promise<Value>): Promise<Value>;
}

export function createClosers(): Closers {
  const waiting: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      try {
        await next();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  return {
    add: (one) => void waiting.push(one),
    close,
    async unlessOpened(open) {
      try {
        return await open();
      } catch (error) {
        await close().catch(() => undefined);
        throw error;
      }
    },
  };
}
