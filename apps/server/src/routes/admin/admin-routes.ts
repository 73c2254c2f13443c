import { Refusal } from "../../errors/refusal.js";
import type { Exchange } from "../../http/exchange.js";
import { readJsonBody } from "../../http/read-body.js";
import type { Route } from "../../http/route-table.js";
import { sendJson } from "../../http/send-json.js";
import { createKeySchema, keysQuerySchema, patchKeySchema } from "../../keys/key-input.js";
import type { State } from "../../state/state.js";
import { readValid } from "../../wire/read-valid.js";
import { operatorOnly, queryOf } from "./admin-access.js";
import type { AdminDeps } from "./admin-deps.js";
import { liveRoute } from "./live.js";
import { requestRoutes } from "./requests.js";
import { whoAmIRoute } from "./who-am-i.js";
import { usageRoutes } from "./usage.js";

const LIMITS = { maxBytes: 64 * 1024, timeoutMs: 10_000 };

/** What operators and the page ask: keys, spending, requests, what goes on now. */
export function adminRoutes(deps: AdminDeps): readonly Route[] {
  return [whoAmIRoute(deps), liveRoute(deps), ...usageRoutes(deps), ...requestRoutes(deps), ...keyRoutes(deps.state)];
}

/** Virtual keys: made, listed, changed and revoked by whoever has the gateway's own token (SRV-3). */
function keyRoutes({ keys }: Pick<State, "keys">): readonly Route[] {
  const found = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Refusal("route_not_found", "There is no such key.");
    return value;
  };
  return [
    {
      method: "POST",
      path: "/admin/keys",
      about: { summary: "Makes a virtual key; the key itself is shown this once.", body: createKeySchema, status: 201 },
      handle: operatorOnly(async (exchange: Exchange) => {
        const { record, key, webhookSecret } = await keys.create(readValid(createKeySchema, await readJsonBody(exchange, LIMITS)));
        sendJson(exchange, 201, { ...record, key, webhookSecret });
      }),
    },
    {
      method: "GET",
      path: "/admin/keys",
      about: { summary: "Virtual keys, newest first; revoked ones are left out.", query: keysQuerySchema },
      handle: operatorOnly(async (exchange) => {
        const { limit, beforeId } = readValid(keysQuerySchema, queryOf(exchange));
        const data = await keys.list({ limit, beforeId });
        sendJson(exchange, 200, { data, next: data.length < limit ? null : (data.at(-1)?.id ?? null) });
      }),
    },
    {
      method: "GET",
      path: "/admin/keys/*",
      about: { summary: "One virtual key, with what it has spent." },
      handle: operatorOnly(async (exchange, id) => sendJson(exchange, 200, found(await keys.get(id)))),
    },
    {
      method: "PATCH",
      path: "/admin/keys/*",
      about: { summary: "Changes the limits of a virtual key; null takes one away.", body: patchKeySchema },
      handle: operatorOnly(async (exchange, id) => {
        const patch = readValid(patchKeySchema, await readJsonBody(exchange, LIMITS));
        sendJson(exchange, 200, found(await keys.patch(id, patch)));
      }),
    },
    {
      method: "DELETE",
      path: "/admin/keys/*",
      about: { summary: "Revokes a virtual key: it opens nothing from now on." },
      handle: operatorOnly(async (exchange, id) => {
        if (!(await keys.revoke(id))) throw new Refusal("route_not_found", "There is no such key.");
        sendJson(exchange, 200, { id, revoked: true });
      }),
    },
  ];
}
