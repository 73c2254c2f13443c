import { tempDir } from "@openclaw/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { hasPostgres, startPostgres, type TestPostgres } from "../store/testing/start-postgres.js";
import { importKept } from "./import-kept.js";
import { importSqlite } from "./import-sqlite.js";
import { openState } from "./open-state.js";
import type { State } from "./state.js";

async function open(at: { readonly dir: string; readonly databaseUrl?: string }): Promise<State> {
  const state = await openState({ ...at, background: false, videos: { resolveTargets: () => [] } });
  onTestFinished(() => state.close());
  return state;
}

const row = (requestId: string, costUsd: number) => ({
  requestId,
  attempt: 1,
  endpoint: "chat.completions",
  model: "a/b",
  latencyMs: 5,
  outcome: "ok",
  costUsd,
});

// SRV-9
describe.runIf(hasPostgres)("a move from SQLite to PostgreSQL", () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres.remove());

  it("takes everything along: keys with what they have spent, ledger, sessions, kept answers; and goes on from there", async () => {
    const dir = tempDir();
    const databaseUrl = await postgres.createDatabase();
    const before = await open({ dir });
    const { key, record, webhookSecret } = await before.keys.create({ name: "ann", budgetUsd: 1, budgetWindow: "month" });
    await before.budgets.reserve({ keyId: record.id, estimateUsd: 0.5, requestId: "req_1" });
    await before.budgets.settle("req_1", 0.3, [{ ...row("req_1", 0.3), keyId: record.id }]);
    await before.ledger.append(Array.from({ length: 1_203 }, (_, index) => row(`req_more_${index}`, 0.001)));
    const request = { key: "k-1", scope: record.id, bodyHash: "h" };
    await before.idempotency.begin(request);
    const body = Uint8Array.from([0, 255, 7]);
    await before.idempotency.complete(request, { status: 200, headers: { "content-type": "x" }, body });
    const session = await before.sessions.create(record.id, { title: "A talk" });

    await expect(importSqlite({ dir, databaseUrl })).rejects.toThrow("A server still runs");
    await before.close();
    expect(await importSqlite({ dir, databaseUrl })).toMatchObject({ keys: 1, ledger: 1_204, key_days: 1, idempotency: 1, sessions: 1 });

    const after = await open({ dir, databaseUrl });
    expect(await after.keys.authorise(key)).toMatchObject({ ok: true, key: { name: "ann", spentUsd: 0.3, reservedUsd: 0 } });
    expect(await after.webhooks.secretFor(record.id)).toBe(webhookSecret);
    expect(await after.ledger.totals({})).toMatchObject({ attempts: 1_204, costUsd: 1.503 });
    expect(await after.idempotency.begin(request)).toMatchObject({
      kind: "replay",
      response: { status: 200, body: expect.objectContaining({ length: 3 }) },
    });
    expect(await after.sessions.get(record.id, session.id)).toMatchObject({ title: "A talk" });
    // What is new comes behind what was copied.
    await after.ledger.append([row("req_new", 0)]);
    expect((await after.ledger.newest({}, { limit: 1 }))[0]?.requestId).toBe("req_new");
    const second = await after.keys.create({ name: "bob" });
    expect((await after.keys.list()).map(({ id }) => id)).toEqual([second.record.id, record.id]);

    await expect(importSqlite({ dir, databaseUrl })).rejects.toThrow("The database is not empty: settings has rows.");
    const env = { OPENCLAW_STATE_DIR: tempDir(), OPENCLAW_DATABASE_URL: databaseUrl };
    await expect(importKept({ env, cwd: env.OPENCLAW_STATE_DIR })).rejects.toMatchObject({
      name: "ConfigError",
      message: expect.stringContaining("to import"),
    });
    await expect(importKept({ env: { ...env, OPENCLAW_DATABASE_URL: "" }, cwd: env.OPENCLAW_STATE_DIR })).rejects.toThrow(
      "No database is named",
    );
  });
});
