import pg from "pg";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { toNanoUsd } from "../store/nano-usd.js";
import type { Engine } from "../store/engine.js";
import { STATE_MIGRATIONS } from "../store/migrations.js";
import { openPostgresEngine } from "../store/postgres/postgres-engine.js";
import { eachEngine } from "../store/testing/each-engine.js";
import { hasPostgres, startPostgres } from "../store/testing/start-postgres.js";
import { testClock } from "../store/testing/test-clock.js";
import type { Ledger, LedgerEntry } from "./ledger-types.js";
import { createLedger } from "./create-ledger.js";

const START = Date.UTC(2026, 0, 31, 23);

function over(engine: Engine) {
  return createLedger({ engine, clock: testClock(START).clock, instanceId: "one" });
}

function entry(index: number, more: Partial<LedgerEntry> = {}): LedgerEntry {
  return { requestId: `req_${index}`, attempt: 1, endpoint: "chat.completions", model: "a/b", latencyMs: 12, outcome: "ok", ...more };
}

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

// SRV-5
eachEngine("the ledger", ({ open }) => {
  it("gives back every field of an attempt as it was, and leaves out what was not known", async () => {
    const ledger = over(await open());
    const full: LedgerEntry = {
      ...entry(1),
      keyId: "key_1",
      requestedModel: "openclaw",
      provider: "Acme",
      promptTokens: 10,
      completionTokens: 20,
      reasoningTokens: 5,
      cachedTokens: 4,
      cacheWriteTokens: 3,
      costUsd: 0.000_000_123,
      firstTokenMs: 7,
      errorCode: "timeout",
      generationId: "gen-1",
      user: "ann",
      atMs: START - 5,
    };
    await ledger.append([full, entry(2, { latencyMs: 12.6 })]);
    expect(await ledger.query({})).toEqual([
      { id: "1", ...full },
      { id: "2", ...entry(2), latencyMs: 13, atMs: START },
    ]);
  });

  it("adds 5,000 odd amounts up to the last digit, in totals, groups, CSV and JSON alike", async () => {
    const ledger = over(await open());
    const costs = Array.from({ length: 5000 }, (_, index) => ((index * 7919) % 1_000_003) / 1e9 + 0.1);
    const sum = costs.reduce((total, cost) => total + toNanoUsd(cost), 0n);
    const rows = costs.map((costUsd, index) =>
      entry(index, { costUsd, promptTokens: index, model: `m/${index % 3}`, keyId: `key_${index % 2}` }),
    );
    for (let start = 0; start < rows.length; start += 500) await ledger.append(rows.slice(start, start + 500));
    expect(await ledger.totals({})).toMatchObject({ costNanoUsd: sum, attempts: 5000, requests: 5000, promptTokens: 12_497_500 });
    const groups = await ledger.group({}, ["model", "key"]);
    expect(groups).toHaveLength(6);
    expect(groups.reduce((total, { costNanoUsd }) => total + costNanoUsd, 0n)).toBe(sum);
    const csv = (await textOf(ledger.exportCsv({}))).trim().split("\r\n");
    expect(csv).toHaveLength(5001);
    const column = csv[0]!.split(",").indexOf("cost_usd");
    expect(csv.slice(1).reduce((total, line) => total + toNanoUsd(Number(line.split(",")[column])), 0n)).toBe(sum);
    const json = JSON.parse(await textOf(ledger.exportJson({}))) as { cost_usd: string }[];
    expect(json.reduce((total, row) => total + toNanoUsd(Number(row.cost_usd)), 0n)).toBe(sum);
    const grouped = (await textOf(ledger.groupCsv({}, ["key"]))).trim().split("\r\n");
    expect(grouped.slice(1).reduce((total, line) => total + toNanoUsd(Number(line.split(",").at(-1))), 0n)).toBe(sum);
  });

  it("writes again only what is missing of rows that may have been written, and keeps what other requests wrote", async () => {
    const ledger = over(await open());
    const rows = [entry(1), entry(1, { attempt: 2 }), entry(2)];
    await ledger.append([entry(1), entry(3)]);
    await ledger.append(rows, { again: true });
    await ledger.append(rows, { again: true });
    const written = (await ledger.query({})).map(({ requestId, attempt }) => `${requestId}/${attempt}`);
    expect(written).toEqual(["req_1/1", "req_3/1", "req_1/2", "req_2/1"]);
  });

  it("hands an export out page by page, not as one text", async () => {
    const ledger = over(await open());
    await ledger.append(Array.from({ length: 2500 }, (_, index) => entry(index)));
    const pieces: number[] = [];
    for await (const piece of ledger.exportCsv({})) pieces.push(piece.split("\r\n").length - 1);
    expect(pieces).toEqual([1, 1000, 1000, 500]);
  });

  it("filters by time (end exclusive), key, model and request, and pages without gaps", async () => {
    const ledger = over(await open());
    await ledger.append([0, 1, 2, 3].map((index) => entry(index, { atMs: START + index, keyId: `key_${index % 2}`, model: `m${index}` })));
    const ids = async (filter: Parameters<typeof ledger.query>[0]) => (await ledger.query(filter)).map(({ requestId }) => requestId);
    expect(await ids({ fromMs: START + 1, toMs: START + 3 })).toEqual(["req_1", "req_2"]);
    expect(await ids({ keyId: "key_1" })).toEqual(["req_1", "req_3"]);
    expect(await ids({ model: "m2" })).toEqual(["req_2"]);
    expect(await ids({ requestId: "req_0" })).toEqual(["req_0"]);
    const first = await ledger.query({}, { limit: 3 });
    expect((await ledger.query({}, { limit: 3, afterId: first[2]!.id })).map(({ requestId }) => requestId)).toEqual(["req_3"]);
    expect(await ledger.query({}, { afterId: "1; DROP TABLE ledger" })).toHaveLength(4);
  });

  it("groups by hour, day and month in UTC, and says null where a row has no such thing", async () => {
    const ledger = over(await open());
    await ledger.append([entry(1, { atMs: START, costUsd: 1 }), entry(2, { atMs: START + 3_600_000, costUsd: 2, provider: "Acme" })]);
    const groups = async (by: "hour" | "day" | "month" | "provider") =>
      (await ledger.group({}, [by])).map(({ group, costUsd }) => [group[0], costUsd]);
    expect(await groups("hour")).toEqual([
      ["2026-01-31T23:00Z", 1],
      ["2026-02-01T00:00Z", 2],
    ]);
    expect(await groups("day")).toEqual([
      ["2026-01-31", 1],
      ["2026-02-01", 2],
    ]);
    expect(await groups("month")).toEqual([
      ["2026-01", 1],
      ["2026-02", 2],
    ]);
    expect(new Map((await groups("provider")) as [string | null, number][])).toEqual(
      new Map([
        [null, 1],
        ["Acme", 2],
      ]),
    );
  });

  it("quotes what would break a CSV, and disarms what a spreadsheet would run", async () => {
    const ledger = over(await open());
    await ledger.append([entry(1, { model: 'a,"b"\n', user: "=HYPERLINK(1)", provider: "-x" })]);
    const csv = await textOf(ledger.exportCsv({}));
    expect(csv).toContain('"a,""b""\n"');
    expect(csv).toContain(",'=HYPERLINK(1),");
    expect(csv).toContain(",'-x,");
  });

  it("exports nothing as a header and an empty list", async () => {
    const ledger = over(await open());
    expect((await textOf(ledger.exportCsv({}))).split("\r\n")).toHaveLength(2);
    expect(JSON.parse(await textOf(ledger.exportJson({})))).toEqual([]);
    expect(await ledger.totals({})).toMatchObject({ attempts: 0, costNanoUsd: 0n });
  });
});

describe.runIf(hasPostgres)("a first writing that goes on in PostgreSQL after its connection was given up", () => {
  it("is waited for by the second, which then finds the rows", async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.remove());
    const url = await postgres.createDatabase();
    const openOne = async (): Promise<Ledger> => {
      const engine = await openPostgresEngine({ url, migrations: STATE_MIGRATIONS });
      onTestFinished(() => engine.close());
      return over(engine);
    };
    const [first, second] = [await openOne(), await openOne()];
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    onTestFinished(() => admin.end());
    await admin.query("BEGIN");
    await admin.query("LOCK TABLE ledger IN SHARE MODE");
    const waiting = async (count: number): Promise<void> => {
      await vi.waitFor(async () => {
        const { rows } = await admin.query("SELECT COUNT(*)::int AS n FROM pg_locks WHERE NOT granted");
        expect(rows).toEqual([{ n: count }]);
      }, 5_000);
    };
    const rows = [entry(1), entry(2)];
    const one = first.append(rows);
    await waiting(1);
    const two = second.append(rows, { again: true });
    await waiting(2);
    await admin.query("COMMIT");
    await Promise.all([one, two]);
    expect(await first.query({})).toHaveLength(2);
  }, 60_000);
});
