import { ToolkitError } from "../errors/toolkit-error.js";
import { type Clock, systemClock } from "../http/clock.js";
import { parseModelRef } from "../model-ref.js";
import type { ModelRef } from "../read-model-ref.js";
import { nearest } from "../nearest.js";
import type { Warning } from "../target.js";
import { BUNDLED_ROWS } from "./bundled-rows.js";
import { fetchCatalog, type FetchCatalogOptions } from "./fetch-catalog.js";
import { findRow, indexRows, type RowIndex } from "./find-row.js";
import type { ModelRow } from "./model-row.js";
import { type CatalogStore, readStoredCatalog, storedCatalog } from "./stored-catalog.js";

export interface CatalogOptions extends FetchCatalogOptions {
  /** Keeps the rows between runs; without it they live in memory only. */
  readonly store?: CatalogStore | undefined;
  /** Rows younger than this are used without a look at the network. Default 1 h. */
  readonly ttlMs?: number | undefined;
  /** Rows between `ttlMs` and this are used at once while new ones are fetched; older ones only when the fetch fails. Default 7 days. */
  readonly staleMs?: number | undefined;
}

export interface CatalogMatch {
  readonly row?: ModelRow;
  /** Why there is no row, or why it may be out of date. */
  readonly warning?: Warning;
}

export interface CatalogListing {
  readonly rows: readonly ModelRow[];
  /** When the rows left the network; `undefined` for bundled ones. */
  readonly fetchedAtMs: number | undefined;
  readonly source: "network" | "cache" | "bundled";
  readonly warnings: readonly Warning[];
}

export interface ListOptions {
  /** `always` fetches anew, `never` answers from what is stored or bundled. Default `when-stale`. */
  readonly network?: "when-stale" | "always" | "never" | undefined;
}

/** The models that the endpoint serves (REF-2). Nothing here ever fails for want of a catalogue: there is a warning instead. */
export interface Catalog {
  /**
   * The row of one model. Waits for the network only when the model is neither stored nor bundled.
   *
   * @throws RequestError `model_ref_invalid` when the text is no model reference
   */
  find(model: string | ModelRef): Promise<CatalogMatch>;
  all(options?: ListOptions): Promise<CatalogListing>;
  /** The row by the API's id, from what is loaded or bundled, without waiting for anything. */
  peek(wireId: string): ModelRow | undefined;
}

interface Loaded {
  readonly rows: readonly ModelRow[];
  readonly index: RowIndex;
  readonly fetchedAtMs: number;
  readonly source: "network" | "cache";
}

const DEFAULT_TTL_MS = 60 * 60 * 1000;
const DEFAULT_STALE_MS = 7 * 24 * 60 * 60 * 1000;
// A model that is missing from rows this young is missing; and a catalogue that failed is left alone for as long.
const PAUSE_MS = 60_000;

const bundled = indexRows(BUNDLED_ROWS);

/**
 * One catalogue for one endpoint, shared by everything in the process: concurrent callers share one fetch, stored rows are served while
 * newer ones are fetched, and an endpoint that cannot be reached leaves stored or bundled rows and a warning (REF-2).
 *
 * `signal` ends a fetch that still runs in the background.
 */
export function createCatalog(options: CatalogOptions): Catalog {
  const { endpoint, store, clock = systemClock, ttlMs = DEFAULT_TTL_MS, staleMs = DEFAULT_STALE_MS } = options;
  let current: Loaded | undefined;
  let loading: Promise<void> | undefined;
  let refreshing: Promise<void> | undefined;
  let failed: { readonly atMs: number; readonly warning: Warning } | undefined;
  let unsaved: Warning | undefined;

  const load = (): Promise<void> => (loading ??= readStore());
  const readStore = async (): Promise<void> => {
    // A store that cannot be read is an empty store: the network has the rows.
    const stored = readStoredCatalog(await store?.read(endpoint.baseUrl).catch(() => undefined), endpoint.baseUrl);
    if (stored !== undefined && current === undefined) {
      current = { rows: stored.rows, index: indexRows(stored.rows), fetchedAtMs: stored.fetchedAtMs, source: "cache" };
    }
  };

  const refresh = (): Promise<void> =>
    (refreshing ??= fetchRows().finally(() => {
      refreshing = undefined;
    }));
  const fetchRows = async (): Promise<void> => {
    try {
      const rows = await fetchCatalog(options);
      current = { rows, index: indexRows(rows), fetchedAtMs: clock.now(), source: "network" };
      failed = undefined;
    } catch (error) {
      failed = { atMs: clock.now(), warning: unreachable(error) };
      return;
    }
    unsaved = await store?.write(storedCatalog(endpoint.baseUrl, current.fetchedAtMs, current.rows)).then(() => undefined, notSaved);
  };

  const ageMs = (): number => ageOf(current, clock);
  const paused = (): boolean => failed !== undefined && clock.now() - failed.atMs < PAUSE_MS;
  /** Fetches if the rows ask for it; waits only when they are too old to be used meanwhile. */
  const renew = async (): Promise<void> => {
    if (ageMs() < ttlMs || paused()) return;
    const renewal = refresh();
    if (ageMs() >= staleMs) await renewal;
  };
  const lookUp = (wireId: string): ModelRow | undefined => (current === undefined ? undefined : findRow(current.index, wireId));
  const warningOf = (): { readonly warning?: Warning } => (failed === undefined || ageMs() < ttlMs ? {} : { warning: failed.warning });

  return {
    peek: (wireId) => lookUp(wireId) ?? findRow(bundled, wireId),

    async find(model) {
      const { wireId } = typeof model === "string" ? parseModelRef(model, { allowWireId: true }) : model;
      // A preset names its model on the server, where no row can be looked up.
      if (wireId.startsWith("@preset/")) return {};
      await load();
      const known = lookUp(wireId);
      if (known !== undefined) {
        await renew();
        return { row: lookUp(wireId) ?? known, ...warningOf() };
      }
      const row = findRow(bundled, wireId);
      if (row !== undefined) return { row };
      if (ageMs() >= PAUSE_MS && !paused()) await refresh();
      const found = lookUp(wireId);
      if (found !== undefined) return { row: found };
      return { warning: failed?.warning ?? missing(wireId, current) };
    },

    async all({ network = "when-stale" } = {}) {
      await load();
      if (network === "always") await refresh();
      else if (network === "when-stale") await renew();
      const { warning = network === "always" ? failed?.warning : undefined } = warningOf();
      return {
        rows: current?.rows ?? BUNDLED_ROWS,
        fetchedAtMs: current?.fetchedAtMs,
        source: current?.source ?? "bundled",
        warnings: [warning, unsaved].filter((item) => item !== undefined),
      };
    },
  };
}

/** A clock that was set back makes rows from the future: they count as too old, not as fresh for ever. */
function ageOf(loaded: Loaded | undefined, clock: Clock): number {
  const age = loaded === undefined ? Number.POSITIVE_INFINITY : clock.now() - loaded.fetchedAtMs;
  return age < 0 ? Number.POSITIVE_INFINITY : age;
}

function unreachable(error: unknown): Warning {
  const reason = ToolkitError.isInstance(error) ? error.message : "the fetch was ended.";
  return { code: "catalog_unreachable", message: `The model catalogue could not be fetched: ${reason} Known rows are used instead.` };
}

function missing(wireId: string, loaded: Loaded | undefined): Warning {
  const suggestions = nearest(
    wireId,
    (loaded?.rows ?? []).map((row) => row.id),
  );
  const hint = suggestions.length === 0 ? "" : ` Did you mean ${suggestions.map((id) => `"${id}"`).join(" or ")}?`;
  return {
    code: "model_not_in_catalog",
    message: `"${wireId}" is not in the model catalogue: its limits, prices and reasoning settings are not known.${hint}`,
  };
}

function notSaved(error: unknown): Warning {
  return { code: "catalog_not_saved", message: `The model catalogue could not be kept for the next run: ${messageOf(error)}` };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
