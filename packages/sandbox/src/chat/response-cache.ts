import { createHash } from "node:crypto";
import type { Exchange } from "../http/exchange.js";
import type { Reply } from "./reply.js";

interface Entry {
  reply: Reply;
  sourceId: string;
  storedAt: number;
  ttlMs: number;
}

/** The gateway's own cache of whole answers, on only where a request's headers ask for it. */
export interface ResponseCache {
  find: (key: string, nowMs: number) => Entry | undefined;
  store: (key: string, entry: Entry) => void;
  clear: (key: string) => void;
}

export interface CacheWish {
  on: boolean;
  clear: boolean;
  ttlSeconds: number;
}

const LIMIT = 500;
const DEFAULT_TTL = 300;
const LONGEST_TTL = 86_400;

export function createResponseCache(): ResponseCache {
  const entries = new Map<string, Entry>();
  return {
    find: (key, nowMs) => {
      const entry = entries.get(key);
      return entry !== undefined && nowMs < entry.storedAt + entry.ttlMs ? entry : undefined;
    },
    store: (key, entry) => {
      entries.set(key, entry);
      const oldest = entries.size > LIMIT ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
    },
    clear: (key) => entries.delete(key),
  };
}

/** Reads the three headers; the TTL is clamped to 1..86400 seconds, its leading digits count. */
export function readCacheWish(exchange: Exchange): CacheWish {
  const header = (name: string): string => exchange.headers[name]?.toString().toLowerCase() ?? "";
  const ttl = Number.parseInt(header("x-openrouter-cache-ttl"), 10);
  return {
    on: header("x-openrouter-cache") === "true",
    clear: header("x-openrouter-cache-clear") === "true",
    ttlSeconds: Number.isNaN(ttl) ? DEFAULT_TTL : Math.min(LONGEST_TTL, Math.max(1, ttl)),
  };
}

/** Same key, path and body (order of members included), same entry. */
export function cacheKey(exchange: Exchange): string {
  return createHash("sha256")
    .update(`${exchange.key}\n${exchange.path}\n${JSON.stringify(exchange.body)}`)
    .digest("base64");
}
