import { endpointUrl, type ModelTarget, requestHeaders, sendJson, type SendOptions, type Warning } from "@openclaw/core";
import { readArray, readObject, systemClock } from "@openclaw/core/internal";
import { type ImageModelRow, readImageModelRow } from "./image/wire/image-model-row.js";
import { readVideoModelRow, type VideoModelRow } from "./video/wire/video-model-row.js";

export interface MediaCatalogOptions extends SendOptions {
  /** How long an answer is used. Default 10 minutes. */
  readonly maxAgeMs?: number | undefined;
  /** How long a lookup may take before the built-in tables have to do. Default 5 000. */
  readonly lookupMs?: number | undefined;
}

/** What a lookup found. No row and a warning: the list could not be had; no row and no warning: the model is not in it. */
export interface MediaLookup<Row> {
  readonly row?: Row;
  readonly warning?: Warning;
}

/** What image and video models can do, from `/images/models` and `/videos/models`: fetched when first asked, shared, kept for a while. */
export interface MediaCatalog {
  findImageModel(target: ModelTarget): Promise<MediaLookup<ImageModelRow>>;
  findVideoModel(target: ModelTarget): Promise<MediaLookup<VideoModelRow>>;
  listImageModels(target: ModelTarget): Promise<readonly ImageModelRow[]>;
  listVideoModels(target: ModelTarget): Promise<readonly VideoModelRow[]>;
}

/** Makes a catalogue that all requests of a process share. A list that cannot be had is a warning, never a failure. */
export function createMediaCatalog(options: MediaCatalogOptions = {}): MediaCatalog {
  const images = createList("/images/models", readImageModelRow, options);
  const videos = createList("/videos/models", readVideoModelRow, options);
  return {
    findImageModel: (target) => find(images, target),
    findVideoModel: (target) => find(videos, target),
    listImageModels: images,
    listVideoModels: videos,
  };
}

type RowList<Row> = (target: ModelTarget) => Promise<readonly Row[]>;

async function find<Row extends { readonly id: string; readonly canonicalSlug?: string }>(
  list: RowList<Row>,
  target: ModelTarget,
): Promise<MediaLookup<Row>> {
  const ids = [target.model.wireId, target.model.family];
  try {
    const rows = await list(target);
    const row = rows.find(({ id }) => ids.includes(id)) ?? rows.find(({ canonicalSlug }) => canonicalSlug === target.model.family);
    return row === undefined ? {} : { row };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { warning: { code: "catalog_unavailable", message: `What ${target.model.ref} can do could not be looked up: ${reason}` } };
  }
}

function createList<Row>(path: string, readRow: (value: unknown) => Row | undefined, options: MediaCatalogOptions): RowList<Row> {
  const { maxAgeMs = 600_000, lookupMs = 5_000, clock = systemClock } = options;
  const kept = new Map<string, { readonly atMs: number; readonly rows: Promise<readonly Row[]> }>();
  return (target) => {
    const url = endpointUrl(target.endpoint, path);
    const known = kept.get(url);
    if (known !== undefined && clock.now() - known.atMs < maxAgeMs) return known.rows;
    const plan = { method: "GET", url, headers: requestHeaders(target), warnings: [], steps: [] } as const;
    const rows = sendJson(plan, target, { transport: options.transport, clock, totalMs: lookupMs }).then(({ json }) =>
      (readArray(readObject(json)?.["data"]) ?? []).map(readRow).filter((row) => row !== undefined),
    );
    kept.set(url, { atMs: clock.now(), rows });
    // A failure is not kept: the next request asks again.
    rows.catch(() => kept.delete(url));
    return rows;
  };
}
