import type { Clock } from "@openclaw/core";
import type { RedisClient } from "./redis/redis-client.js";

/** Bounded; in Redis when there is one, else in memory. A failing cache is an empty one: it never rejects. */
export interface ResponseCache {
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, value: Uint8Array, ttlMs: number): Promise<void>;
}

// The catalogue of all models is the largest thing that is kept.
const MAX_VALUE_BYTES = 8 * 1024 * 1024;
const MAX_MEMORY_BYTES = 64 * 1024 * 1024;

/** In this process: 64 MiB, the longest unused goes first. */
export function createMemoryCache(clock: Clock, maxBytes: number = MAX_MEMORY_BYTES): ResponseCache {
  const entries = new Map<string, { readonly value: Uint8Array; readonly untilMs: number }>();
  let bytes = 0;
  const remove = (key: string): void => {
    bytes -= entries.get(key)?.value.byteLength ?? 0;
    entries.delete(key);
  };
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return Promise.resolve(undefined);
      if (clock.now() >= entry.untilMs) {
        remove(key);
        return Promise.resolve(undefined);
      }
      entries.delete(key);
      entries.set(key, entry);
      return Promise.resolve(entry.value);
    },
    set(key, value, ttlMs) {
      remove(key);
      if (value.byteLength <= MAX_VALUE_BYTES) {
        entries.set(key, { value, untilMs: clock.now() + ttlMs });
        bytes += value.byteLength;
      }
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
      return Promise.resolve();
    },
  };
}

/** For all instances; Redis itself decides what goes when it is full (`maxmemory-policy`). */
export function createRedisCache(redis: RedisClient): ResponseCache {
  const keyOf = (key: string): string => `openclaw:cache:${key}`;
  return {
    async get(key) {
      const value = await redis.run((client) => client.getBuffer(keyOf(key))).catch(() => null);
      return value ?? undefined;
    },
    async set(key, value, ttlMs) {
      if (value.byteLength > MAX_VALUE_BYTES || ttlMs < 1) return;
      await redis.run((client) => client.set(keyOf(key), Buffer.from(value), "PX", Math.ceil(ttlMs))).catch(() => undefined);
    },
  };
}
