import type { Exchange } from "../../http/exchange.js";
import type { Route } from "../../http/route-table.js";
import { sendJson } from "../../http/send-json.js";
import { VERSION } from "../../version.js";
import { isAdmin } from "./admin-access.js";
import type { AdminDeps } from "./admin-deps.js";

const KINDS = { anonymous: "open", operator: "token", key: "key" } as const;

/** Who the caller is to this server, and what they may spend. */
export function whoAmIRoute({ state, logPrompts }: AdminDeps): Route {
  return {
    method: "GET",
    path: "/admin/whoami",
    about: { summary: "Who is asking: the operator, a virtual key with its limits, or anybody on a server without a token." },
    async handle(exchange: Exchange) {
      const { caller } = exchange;
      // The row behind the token may be a second old; what was spent should not be.
      const key = caller.key === undefined ? undefined : ((await state.keys.get(caller.key.id)) ?? caller.key);
      sendJson(exchange, 200, {
        kind: KINDS[caller.kind],
        admin: isAdmin(caller),
        ...(key === undefined
          ? {}
          : { key: { ...key, ...(key.expiresAtMs === undefined ? {} : { expiresAt: new Date(key.expiresAtMs).toISOString() }) } }),
        version: VERSION,
        prompts_logged: logPrompts,
      });
    },
  };
}
