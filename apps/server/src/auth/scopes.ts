import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "../http/exchange.js";
import type { Caller } from "./caller.js";

const ADMIN = "operator.admin";

/**
 * Holds a caller without a shared secret to the scopes that the request names (`x-openclaw-scopes`, as in OpenClaw): without
 * `operator.admin` neither `/admin` nor another model than the configured ones. A request that names none has them all.
 *
 * @throws Refusal `forbidden`
 */
export function withScopes(exchange: Exchange, caller: Caller): Caller {
  const named = exchange.header("x-openclaw-scopes");
  if (named === undefined || named.split(/[\s,]+/).includes(ADMIN)) return caller;
  const administers = exchange.path.startsWith("/admin/") && exchange.path !== "/admin/whoami";
  if (administers || exchange.header("x-openclaw-model") !== undefined) throw new Refusal("forbidden", `missing scope: ${ADMIN}`);
  return { ...caller, limited: true };
}
