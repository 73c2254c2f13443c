import type { Clock } from "@openclaw/core";
import type { RedisClient } from "../store/redis/redis-client.js";
import type { Rates } from "./rate-types.js";
import { costMs, MINUTE_MS } from "./gcra.js";

// KEYS[1] the caller; ARGV now, cost of the request, cost of its tokens, a minute. Gives 0, or the limit (1 requests, 2 tokens) and the wait.
const TAKE = `
local now, minute = tonumber(ARGV[1]), tonumber(ARGV[4])
local at = redis.call("HMGET", KEYS[1], "r", "t")
local first = math.max(now, tonumber(at[1]) or 0)
-- No request is let in beyond a minute: what lies further ahead was written by a clock that has been set back since.
if first > now + minute then first = now end
local requests = first + tonumber(ARGV[2])
local tokens = tonumber(ARGV[3])
-- Tokens may be owed for longer; where there is no limit to them nothing is.
tokens = tokens == 0 and now or math.max(now, tonumber(at[2]) or 0) + tokens
local wait_requests, wait_tokens = requests - minute - now, tokens - minute - now
if wait_requests > 0 or wait_tokens > 0 then
  if wait_requests >= wait_tokens then return {1, tostring(wait_requests)} end
  return {2, tostring(wait_tokens)}
end
redis.call("HSET", KEYS[1], "r", string.format("%.6f", requests), "t", string.format("%.6f", tokens))
redis.call("PEXPIRE", KEYS[1], math.ceil(math.max(requests, tokens) - now) + 1000)
return {0, "0"}`;

const ADJUST = `
local at = tonumber(redis.call("HGET", KEYS[1], "t"))
if at then redis.call("HSET", KEYS[1], "t", string.format("%.6f", at + tonumber(ARGV[1]))) end
return 0`;

/** The same rates as in SQL, in Redis, where a refusal costs no row (SRV-9). A caller's key goes away when the limits are full again. */
export function createRedisRates(redis: RedisClient, clock: Clock): Rates {
  return {
    async take({ id, rpm, tpm, tokens, requests = 1 }) {
      if (rpm === undefined && tpm === undefined) return { ok: true };
      const answer = await redis.script(
        "openclawTake",
        TAKE,
        [keyOf(id)],
        [clock.now(), costMs(requests, rpm), costMs(tokens, tpm), MINUTE_MS],
      );
      const [refused, wait] = answer as [number, string];
      if (refused === 0) return { ok: true };
      return { ok: false, limit: refused === 1 ? "rpm" : "tpm", retryAfterMs: Math.max(1, Math.ceil(Number(wait))) };
    },
    async adjust({ id, tpm, tokens }) {
      await redis.script("openclawAdjust", ADJUST, [keyOf(id)], [(tokens / tpm) * MINUTE_MS]);
    },
  };
}

function keyOf(id: string): string {
  return `openclaw:rate:${id}`;
}
