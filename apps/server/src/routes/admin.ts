import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "../http/exchange.js";
import { readJsonBody } from "../http/read-body.js";
import type { Handler, Route } from "../http/route-table.js";
import { sendJson } from "../http/send-json.js";
import { createKeySchema, patchKeySchema } from "../keys/key-input.js";
import type { State } from "../store/types.js";
import { readValid } from "../wire/read-valid.js";

const LIMITS = { maxBytes: 64 * 1024, timeoutMs: 10_000 };

/** Virtual keys: made, listed, changed and revoked by whoever has the gateway's own token (SRV-3). */
export function adminRoutes({ keys }: Pick<State, "keys">): readonly Route[] {
  const operator =
    (handle: Handler): Handler =>
    (exchange, parameter) => {
      // Without a token configured, everybody who reaches the port is the operator of a server of their own.
      if (exchange.caller.kind === "key") throw new Refusal("route_not_found", `There is nothing at ${exchange.method} ${exchange.path}.`);
      return handle(exchange, parameter);
    };
  const found = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Refusal("route_not_found", "There is no such key.");
    return value;
  };
  return [
    {
      method: "POST",
      path: "/admin/keys",
      about: { summary: "Makes a virtual key; the key itself is shown this once.", body: createKeySchema },
      handle: operator(async (exchange: Exchange) => {
        const { record, key, webhookSecret } = await keys.create(readValid(createKeySchema, await readJsonBody(exchange, LIMITS)));
        sendJson(exchange, 201, { ...record, key, webhookSecret });
      }),
    },
    {
      method: "GET",
      path: "/admin/keys",
      about: { summary: "All virtual keys, newest first." },
      handle: operator(async (exchange) => sendJson(exchange, 200, { data: await keys.list() })),
    },
    {
      method: "GET",
      path: "/admin/keys/*",
      about: { summary: "One virtual key, with what it has spent." },
      handle: operator(async (exchange, id) => sendJson(exchange, 200, found(await keys.get(id)))),
    },
    {
      method: "PATCH",
      path: "/admin/keys/*",
      about: { summary: "Changes the limits of a virtual key; null takes one away.", body: patchKeySchema },
      handle: operator(async (exchange, id) => {
        const patch = readValid(patchKeySchema, await readJsonBody(exchange, LIMITS));
        sendJson(exchange, 200, found(await keys.patch(id, patch)));
      }),
    },
    {
      method: "DELETE",
      path: "/admin/keys/*",
      about: { summary: "Revokes a virtual key: it opens nothing from now on." },
      handle: operator(async (exchange, id) => {
        if (!(await keys.revoke(id))) throw new Refusal("route_not_found", "There is no such key.");
        sendJson(exchange, 200, { id, revoked: true });
      }),
    },
  ];
}
