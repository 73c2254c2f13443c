import { endpointUrl, type ModelTarget, requestHeaders, sendJson as fetchJson, type Transport } from "@openclaw/core";
import { parseJson } from "@openclaw/core/internal";
import type { ResponseCache } from "../store/response-cache.js";

const FRESH_MS = 5 * 60_000;
const STALE_MS = 24 * 3_600_000;
const MAX_BYTES = 64 * 1024 * 1024;

export interface CachedListOptions {
  readonly transport: Transport;
  /** Shared by all instances where there is a Redis. */
  readonly cache: ResponseCache;
  readonly signal: AbortSignal;
  readonly now?: () => number;
}

/**
 * One of OpenRouter's public lists, at most five minutes old; when OpenRouter cannot be reached, the last one of this day (REF-2).
 *
 * @throws what the request threw, when there is no older list
 */
export async function readCachedList(target: ModelTarget, pathAndQuery: string, options: CachedListOptions): Promise<unknown> {
  const { transport, cache, signal, now = Date.now } = options;
  const url = endpointUrl(target.endpoint, pathAndQuery);
  const known = await cache.get(`list:${url}`);
  const kept =
    known === undefined
      ? undefined
      : (parseJson(Buffer.from(known).toString("utf8")) as { readonly atMs: number; readonly json: unknown } | undefined);
  if (kept !== undefined && now() - kept.atMs < FRESH_MS) return kept.json;
  const headers = requestHeaders(target, { Accept: "application/json", "Accept-Encoding": "gzip, br" });
  const plan = { method: "GET", url, headers, warnings: [], steps: [] } as const;
  try {
    const { json } = await fetchJson(plan, target, { transport, signal, totalMs: 30_000, maxBytes: MAX_BYTES });
    await cache.set(`list:${url}`, Buffer.from(JSON.stringify({ atMs: now(), json })), STALE_MS);
    return json;
  } catch (error) {
    if (kept === undefined || signal.aborted) throw error;
    return kept.json;
  }
}
