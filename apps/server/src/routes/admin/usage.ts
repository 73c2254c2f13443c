import type { Catalog } from "@openclaw/core";
import type { Exchange } from "../../http/exchange.js";
import type { Route } from "../../http/route-table.js";
import { sendJson } from "../../http/send-json.js";
import { usageQuerySchema } from "../../ledger/usage-input.js";
import type { HeldMoney } from "../../budget/budget-types.js";
import type { Ledger, LedgerFilter, LedgerGroup, LedgerTotals, Percentiles } from "../../ledger/ledger-types.js";
import { relayBytes } from "../../stream/relay-bytes.js";
import { readValid } from "../../wire/read-valid.js";
import { ownRows, queryOf } from "./admin-access.js";
import type { AdminDeps } from "./admin-deps.js";

/** Sums of the ledger, and its rows for export: an operator sees all of it, a virtual key its own (SRV-5). */
export function usageRoutes(deps: AdminDeps): readonly Route[] {
  const { ledger } = deps.state;
  const read = (exchange: Exchange): ReturnType<typeof usageQuerySchema.parse> => {
    const { filter, groupBy } = readValid(usageQuerySchema, queryOf(exchange));
    return { filter: ownRows(exchange, filter), groupBy };
  };
  const csv = { gives: ["text/csv"] };
  return [
    {
      method: "GET",
      path: "/admin/usage",
      about: {
        summary:
          "Requests, tokens, cost and times, grouped by one dimension or more, with commas between them; and the money that is held now.",
        query: usageQuerySchema,
      },
      handle: async (exchange) => sendJson(exchange, 200, await usageOf(deps, read(exchange))),
    },
    {
      method: "GET",
      path: "/admin/usage.csv",
      about: { summary: "The same sums as CSV.", query: usageQuerySchema, ...csv },
      async handle(exchange) {
        const { filter, groupBy } = read(exchange);
        await sendPieces(exchange, ledger.groupCsv(filter, groupBy), "text/csv; charset=utf-8");
      },
    },
    {
      method: "GET",
      path: "/admin/ledger.csv",
      about: { summary: "Every attempt as CSV.", query: usageQuerySchema, ...csv },
      handle: async (exchange) => sendPieces(exchange, ledger.exportCsv(read(exchange).filter), "text/csv; charset=utf-8"),
    },
    {
      method: "GET",
      path: "/admin/ledger.json",
      about: { summary: "Every attempt as a JSON array.", query: usageQuerySchema },
      handle: async (exchange) => sendPieces(exchange, ledger.exportJson(read(exchange).filter), "application/json; charset=utf-8"),
    },
  ];
}

async function usageOf(
  { state: { ledger, budgets }, gateway }: AdminDeps,
  { filter, groupBy }: { readonly filter: LedgerFilter; readonly groupBy: readonly LedgerGroup[] },
): Promise<unknown> {
  const { catalog } = gateway.current();
  const [groups, groupTimes, saved, totals, [allTimes], savedByAll, held] = await Promise.all([
    groupBy.length === 0 ? [] : ledger.group(filter, groupBy),
    groupBy.length === 0 ? [] : ledger.times(filter, groupBy),
    groupBy.length === 0 ? new Map<string, number>() : savedUsd(ledger, catalog, { filter, groupBy }),
    ledger.totals(filter),
    ledger.times(filter, []),
    savedUsd(ledger, catalog, { filter, groupBy: [] }),
    budgets.held(filter.keyId),
  ]);
  const timesOf = new Map(groupTimes.map((entry) => [JSON.stringify(entry.group), entry]));
  return {
    ...(filter.fromMs === undefined ? {} : { from: new Date(filter.fromMs).toISOString() }),
    ...(filter.toMs === undefined ? {} : { to: new Date(filter.toMs).toISOString() }),
    groupBy,
    rows: groups.map(({ group, ...sums }) => {
      const name = JSON.stringify(group);
      return {
        group: Object.fromEntries(groupBy.map((dimension, index) => [dimension, group[index] ?? null])),
        ...writeSums(sums, timesOf.get(name), saved.get(name)),
      };
    }),
    totals: writeSums(totals, allTimes, savedByAll.get("[]")),
    held: writeHeld(held),
  };
}

/** What no row can say yet: money of requests that go on, and of those that a crash cut off. */
function writeHeld({ usd, requests, lost: { countedFromMs, ...lost } }: HeldMoney): unknown {
  return {
    usd,
    requests,
    lost: { ...lost, ...(countedFromMs === undefined ? {} : { countedFrom: new Date(countedFromMs).toISOString() }) },
  };
}

const UNMEASURED: Percentiles = { p50: null, p95: null };

function writeSums(
  sums: LedgerTotals,
  times: { readonly latencyMs: Percentiles; readonly firstTokenMs: Percentiles } | undefined,
  cacheSavedUsd: number | undefined,
): Readonly<Record<string, unknown>> {
  const { costNanoUsd: _nano, ...shown } = sums;
  return {
    ...shown,
    ...(cacheSavedUsd === undefined ? {} : { cacheSavedUsd }),
    latencyMs: times?.latencyMs ?? UNMEASURED,
    firstTokenMs: times?.firstTokenMs ?? UNMEASURED,
  };
}

/** What reading prompts from the cache saved, by today's prices; a model whose prices are not known saves nothing here. */
async function savedUsd(
  ledger: Ledger,
  catalog: Catalog,
  { filter, groupBy }: { readonly filter: LedgerFilter; readonly groupBy: readonly LedgerGroup[] },
): Promise<ReadonlyMap<string, number>> {
  const saved = new Map<string, number>();
  for (const { group, cachedTokens } of await ledger.group(filter, [...groupBy, "model"])) {
    const { prompt, input_cache_read: cached } = catalog.peek(group.at(-1) ?? "")?.pricing ?? {};
    const each = Number(prompt) - Number(cached);
    if (cachedTokens === 0 || !(each > 0)) continue;
    const name = JSON.stringify(group.slice(0, -1));
    saved.set(name, (saved.get(name) ?? 0) + cachedTokens * each);
  }
  return saved;
}

async function sendPieces(exchange: Exchange, pieces: AsyncIterable<string>, type: string): Promise<void> {
  exchange.response.writeHead(200, { ...exchange.headers, "content-type": type });
  await relayBytes(exchange, encoded(pieces));
}

async function* encoded(pieces: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  for await (const piece of pieces) yield Buffer.from(piece);
}
