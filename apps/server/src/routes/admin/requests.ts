import { Refusal } from "../../errors/refusal.js";
import type { Exchange } from "../../http/exchange.js";
import type { Route } from "../../http/route-table.js";
import { sendJson } from "../../http/send-json.js";
import { requestsQuerySchema } from "../../ledger/usage-input.js";
import type { Keys } from "../../keys/key-types.js";
import type { LedgerFilter, LedgerRow } from "../../ledger/ledger-types.js";
import { readValid } from "../../wire/read-valid.js";
import { ownRows, queryOf } from "./admin-access.js";
import type { AdminDeps } from "./admin-deps.js";

/** The ledger's rows, newest first, and one request with all its attempts (SRV-5). A virtual key sees its own. */
export function requestRoutes({ state, live, logPrompts }: AdminDeps): readonly Route[] {
  return [
    {
      method: "GET",
      path: "/admin/requests",
      about: { summary: "Attempts, newest first.", query: requestsQuerySchema },
      async handle(exchange) {
        const { filter, limit, before } = readValid(requestsQuerySchema, queryOf(exchange));
        const rows = await state.ledger.newest(ownRows(exchange, filter), { limit, beforeId: before });
        const last = rows.length < limit ? undefined : rows.at(-1)?.id;
        sendJson(exchange, 200, { requests: await writeRows(rows, state.keys), next: last ?? null });
      },
    },
    {
      method: "GET",
      path: "/admin/requests/*",
      about: {
        summary:
          "One request, by the server's name of it or the caller's own x-request-id: its attempts, and the plan of what was sent while it is remembered.",
      },
      handle: async (exchange, requestId) => sendOne(exchange, requestId),
    },
  ];

  async function sendOne(exchange: Exchange, requestId: string): Promise<void> {
    const rowsOf = (name: string) => state.ledger.query(ownRows<LedgerFilter>(exchange, { requestId: name }));
    let rows = await rowsOf(requestId.slice(0, 200));
    if (rows.length === 0) {
      // A caller may give a name of its own to several requests: the newest is meant.
      const filter = ownRows<LedgerFilter>(exchange, { clientRequestId: requestId.slice(0, 200) });
      const [newest] = await state.ledger.newest(filter, { limit: 1 });
      if (newest !== undefined) rows = await rowsOf(newest.requestId);
    }
    const first = rows[0];
    if (first === undefined) throw new Refusal("route_not_found", "There is no such request.");
    const plan = await live.plan(first.requestId, { texts: logPrompts });
    sendJson(exchange, 200, { attempts: await writeRows(rows, state.keys), ...(plan === undefined ? {} : { plan }) });
  }
}

async function writeRows(rows: readonly LedgerRow[], keys: Keys): Promise<readonly unknown[]> {
  const ids = [...new Set(rows.flatMap(({ keyId }) => (keyId === undefined ? [] : [keyId])))];
  const names = new Map(await Promise.all(ids.map(async (id) => [id, (await keys.get(id))?.name] as const)));
  return rows.map(({ atMs, endpoint, keyId, ...row }) => ({
    ...row,
    kind: endpoint,
    startedAt: new Date(atMs - row.latencyMs).toISOString(),
    endedAt: new Date(atMs).toISOString(),
    ...(keyId === undefined ? {} : { keyId, keyName: names.get(keyId) ?? null }),
  }));
}
