import { readArray, readNumber, readObject, readString } from "../json.js";
import type { ModelRow } from "./model-row.js";

const VERSION = 1;

/** The catalogue as it is kept between runs: rows already read, so that the next run does not read the wire form again. */
export interface StoredCatalog {
  readonly version: typeof VERSION;
  /** The endpoint that the rows came from. */
  readonly baseUrl: string;
  readonly fetchedAtMs: number;
  readonly rows: readonly ModelRow[];
}

/** Where a catalogue is kept between runs; `@openclaw/core/node` has one in a file. What it throws becomes a warning, never a failure. */
export interface CatalogStore {
  read(baseUrl: string): Promise<StoredCatalog | undefined>;
  write(catalog: StoredCatalog): Promise<void>;
}

export function storedCatalog(baseUrl: string, fetchedAtMs: number, rows: readonly ModelRow[]): StoredCatalog {
  return { version: VERSION, baseUrl, fetchedAtMs, rows };
}

/**
 * Reads what a store kept; `undefined` for another version, another endpoint, or damage. Rows are trusted as they are but for their id:
 * this toolkit wrote them, and looking at every field of every row is what the cache is there to save.
 */
export function readStoredCatalog(value: unknown, baseUrl: string): StoredCatalog | undefined {
  const stored = readObject(value);
  const rows = readArray(stored?.["rows"]);
  const fetchedAtMs = readNumber(stored?.["fetchedAtMs"]);
  if (stored?.["version"] !== VERSION || stored["baseUrl"] !== baseUrl || rows === undefined || fetchedAtMs === undefined) return undefined;
  const usable = rows.every((row) => readString(readObject(row)?.["id"]) !== undefined);
  return usable && rows.length > 0 ? storedCatalog(baseUrl, fetchedAtMs, rows as readonly ModelRow[]) : undefined;
}
