import * as z from "zod";
import { Refusal } from "../errors/refusal.js";
import { readJsonBody } from "../http/read-body.js";
import type { Handler, Route } from "../http/route-table.js";
import { sendJson } from "../http/send-json.js";
import { readValid } from "../wire/read-valid.js";
import type { RouteDeps } from "../route-deps.js";

const LIMITS = { maxBytes: 4 * 1024, timeoutMs: 10_000 };
const PATH = "/admin/webhooks/";

const secretSchema = z.strictObject({
  /** Absent: the secret of jobs that no virtual key owns. */
  keyId: z.string().max(100).nullish(),
});

/** Deliveries that were given up, and the secrets that sign them (SRV-6). For whoever has the gateway's own token. */
export function webhookRoutes({ state }: Pick<RouteDeps, "state">): readonly Route[] {
  const { webhooks, keys } = state;
  const operator =
    (handle: Handler): Handler =>
    (exchange, parameter) => {
      if (exchange.caller.kind === "key") throw nothing(exchange.method, exchange.path);
      return handle(exchange, parameter);
    };
  return [
    {
      method: "GET",
      path: `${PATH}dead`,
      about: { summary: "Webhooks that were given up, newest first (limit, before)." },
      handle: operator(async (exchange) => {
        const query = new URLSearchParams(exchange.query);
        const limit = Math.min(1000, Math.max(1, Math.trunc(Number(query.get("limit") ?? 100)) || 100));
        const beforeId = query.get("before") ?? undefined;
        const data = await webhooks.listDead({ limit, ...(beforeId === undefined ? {} : { beforeId }) });
        sendJson(exchange, 200, { data, next: data.length < limit ? null : (data.at(-1)?.id ?? null) });
      }),
    },
    {
      method: "POST",
      path: `${PATH}secret`,
      about: { summary: "Makes a new signing secret, shown this once; the old one signs too for a day.", body: secretSchema, status: 201 },
      handle: operator(async (exchange) => {
        const { keyId } = readValid(secretSchema, await readJsonBody(exchange, LIMITS));
        if (keyId != null && (await keys.get(keyId)) === undefined) throw new Refusal("route_not_found", "There is no such key.");
        const { secret, previousUntilMs } = await webhooks.rotateSecret(keyId ?? undefined);
        sendJson(exchange, 201, { keyId: keyId ?? null, secret, previousUntil: new Date(previousUntilMs).toISOString() });
      }),
    },
    {
      method: "POST",
      path: `${PATH}*`,
      about: { summary: "Sends a given-up webhook again.", below: { "{id}/retry": { summary: "Sends a given-up webhook again." } } },
      handle: operator(async (exchange, parameter) => {
        const id = /^(?:dead\/)?(msg_[0-9a-f]{32})\/retry$/.exec(parameter)?.[1];
        if (id === undefined) throw nothing(exchange.method, exchange.path);
        if (!(await webhooks.redeliver(id))) throw new Refusal("route_not_found", "There is no such webhook among those given up.");
        sendJson(exchange, 200, { id, state: "pending" });
      }),
    },
  ];
}

function nothing(method: string, path: string): Refusal {
  return new Refusal("route_not_found", `There is nothing at ${method} ${path.slice(0, 200)}.`);
}
