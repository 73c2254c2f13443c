import { randomBytes } from "node:crypto";

// Random bytes are bought in bulk: one call to the system for 256 ids.
const POOL_BYTES = 4096;
const ID_BYTES = 16;
let pool = Buffer.alloc(0);
let offset = 0;
// Written once for all requests of a moment.
let moment = { ms: 0, prefix: "" };

/** A caller's own id is kept when it is harmless, and no key by mistake, so that its logs and ours can be joined. */
const ACCEPTED = /^(?!sk-)[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** The id of a request: the caller's `x-request-id`, else a new one. */
export function requestIdOf(given: string | string[] | undefined): string {
  if (typeof given === "string" && ACCEPTED.test(given)) return given;
  return newRequestId();
}

/**
 * A request's name in the store. It begins with the time: names that come one after the other stand beside each other in an index, and a write
 * touches its last page instead of any page.
 */
export function newRequestId(nowMs: number = Date.now()): string {
  if (moment.ms !== nowMs) moment = { ms: nowMs, prefix: `req_${nowMs.toString(16).padStart(12, "0")}` };
  return `${moment.prefix}${randomId().slice(12)}`;
}

/** 32 characters of randomness. */
export function randomId(): string {
  if (offset + ID_BYTES > pool.length) {
    pool = randomBytes(POOL_BYTES);
    offset = 0;
  }
  offset += ID_BYTES;
  return pool.toString("hex", offset - ID_BYTES, offset);
}
