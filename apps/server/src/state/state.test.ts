import { join } from "node:path";
import { stat } from "node:fs/promises";
import { systemClock } from "@openclaw/core/internal";
import { tempDir } from "@openclaw/testing";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createLedger } from "../ledger/create-ledger.js";
import type { StateContext } from "../store/context.js";
import { STATE_MIGRATIONS } from "../store/migrations.js";
import { openState } from "./open-state.js";
import { openSqliteEngine } from "../store/sqlite/sqlite-engine.js";
import { eachEngine } from "../store/testing/each-engine.js";
import { hasPostgres, startPostgres, type TestPostgres } from "../store/testing/start-postgres.js";
import { hasRedis, startRedis, type TestRedis } from "../store/testing/start-redis.js";
import type { State } from "./state.js";

const states: State[] = [];
afterEach(async () => {
  await Promise.all(states.splice(0).map((state) => state.close()));
});

async function open(place: { readonly dir: string; readonly databaseUrl?: string; readonly redisUrl?: string }): Promise<State> {
  const state = await openState({ ...place, background: false, videos: { resolveTargets: () => [] } });
  states.push(state);
  return state;
}

async function until(look: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await look()) return;
    await new Promise<void>((resolve) => void systemClock.after(25, resolve));
  }
  throw new Error("It did not happen.");
}

// SRV-9
eachEngine("the state", ({ name, place, openAt }) => {
  it("opens for several instances that start at the same moment, and says that it is well", async () => {
    const at = await place();
    const [one, two, three] = await Promise.all([open(at), open(at), open(at)]);
    const { key } = await one.keys.create({ name: "shared" });
    expect(await two.keys.authorise(key)).toMatchObject({ ok: true });
    expect(await three.check()).toEqual({ ok: true, engines: [{ name, ok: true }] });
    const webhookSecrets = await Promise.all([one, two, three].map((state) => state.webhooks.secretFor("key_1")));
    expect(new Set(webhookSecrets).size).toBe(1);
    expect(await one.webhooks.secretFor("key_2")).not.toBe(webhookSecrets[0]);
  });

  it("refuses a database of a newer version instead of writing into it", async () => {
    const at = await place();
    const engine = await openAt(at);
    await engine.write([{ sql: "INSERT INTO schema_migrations (version, applied_at) VALUES (999, 0)", params: [] }], "money");
    // Told as a mistake of whoever starts it, with what to do, and not as one of the program.
    await expect(open(at)).rejects.toMatchObject({
      name: "ConfigError",
      message: expect.stringContaining("of version 999"),
      hint: expect.any(String),
    });
  });

  it("goes on with what an older version wrote, whose instances may still be writing", async () => {
    const at = await place();
    const older = await openAt(at, STATE_MIGRATIONS.slice(0, 2));
    const insert = (requestId: string) => ({
      sql: "INSERT INTO ledger (at, request_id, attempt, endpoint, model, latency_ms, outcome) VALUES (1, ?, 1, 'chat.completions', 'a/b', 5, 'ok')",
      params: [requestId],
    });
    await older.write([insert("req_1")], "money");
    const newer = await openAt(at);
    await older.write([insert("req_2")], "money");
    const ledger = createLedger({ engine: newer, clock: systemClock } as StateContext);
    await ledger.append([
      { requestId: "req_3", attempt: 1, endpoint: "x", model: "a/b", latencyMs: 1, outcome: "ok", traceId: "t", clientRequestId: "mine" },
    ]);
    expect((await ledger.query({})).map(({ requestId, traceId, clientRequestId }) => [requestId, traceId, clientRequestId])).toEqual([
      ["req_1", undefined, undefined],
      ["req_2", undefined, undefined],
      ["req_3", "t", "mine"],
    ]);
  });

  it("takes a failed write back whole, and leaves the writes beside it alone", async () => {
    const engine = await openAt(await place());
    const insert = (value: string) => ({ sql: "INSERT INTO settings (name, value) VALUES (?, ?)", params: [value, value] });
    const results = await Promise.allSettled([
      engine.write([insert("a")], "money"),
      engine.write([insert("b"), insert("b")], "money"),
      engine.write([insert("c"), { sql: "DELETE FROM settings WHERE name = ?", params: ["nothing"], must: true }], "money"),
      engine.write([insert("d")], "money"),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
    expect((results[2] as PromiseFulfilledResult<unknown>).value).toBeUndefined();
    const rows = await engine.read("SELECT name FROM settings ORDER BY name", []);
    expect(rows.map((row) => row["name"])).toEqual(["a", "d"]);
  });

  it("does nothing once a step has missed what it must touch, whatever the steps behind it would have met", async () => {
    const engine = await openAt(await place());
    const insert = { sql: "INSERT INTO settings (name, value) VALUES (?, ?)", params: ["a", "a"] };
    const miss = { sql: "DELETE FROM settings WHERE name = ?", params: ["nothing"], must: true };
    expect(await engine.write([insert, miss, insert], "money")).toBeUndefined();
    expect(await engine.read("SELECT name FROM settings", [])).toEqual([]);
  });

  it("does nothing when the one step of a write touches fewer rows than it must, or more", async () => {
    const engine = await openAt(await place());
    const rows = ["a", "b"].map((name) => ({ sql: "INSERT INTO settings (name, value) VALUES (?, ?)", params: [name, "old"] }));
    expect(await engine.write(rows, "money")).toEqual([
      { rows: [], changes: 1 },
      { rows: [], changes: 1 },
    ]);
    const change = (must: number | boolean) =>
      engine.write([{ sql: "UPDATE settings SET value = 'new' WHERE value = 'old'", params: [], must }], "money");
    expect([await change(1), await change(3)]).toEqual([undefined, undefined]);
    expect(await engine.read("SELECT name FROM settings WHERE value = 'old'", [])).toHaveLength(2);
    expect(await change(2)).toEqual([{ rows: [], changes: 2 }]);
    expect(await change(true)).toBeUndefined();
  });

  it("gives the rows of a step that must touch some as they are", async () => {
    const engine = await openAt(await place());
    const insert = {
      sql: "INSERT INTO settings (name, value) VALUES (?, ?), (?, ?) RETURNING name, value",
      params: ["a", "1", "b", "2"],
      must: 2,
    };
    const results = await engine.write([insert, { sql: "DELETE FROM settings WHERE name = ?", params: ["a"], must: true }], "money");
    expect(results?.map(({ rows, changes }) => [rows.map((row) => ({ ...row })), changes])).toEqual([
      [
        [
          { name: "a", value: "1" },
          { name: "b", value: "2" },
        ],
        2,
      ],
      [[], 1],
    ]);
  });

  it("tells the first failure of a write, not what it made of the steps behind it", async () => {
    const engine = await openAt(await place());
    const insert = { sql: "INSERT INTO settings (name, value) VALUES (?, ?)", params: ["a", "a"] };
    const read = { sql: "DELETE FROM settings WHERE name = ?", params: ["a"] };
    await expect(engine.write([insert, insert, read, read], "money")).rejects.toThrow(/unique/i);
    expect(await engine.write([insert], "money")).toBeDefined();
  });
});

it("keeps its SQLite file from other users of the machine", async () => {
  const dir = join(tempDir(), "state");
  await open({ dir });
  expect((await stat(join(dir, "state.sqlite"))).mode & 0o077).toBe(0);
  expect((await stat(dir)).mode & 0o077).toBe(0);
});

it("waits for the commit of another process without holding this one's loop up, and says when it takes too long", async () => {
  const path = join(tempDir(), "state.sqlite");
  const engine = await openSqliteEngine({ path, migrations: STATE_MIGRATIONS, busyMs: 400 });
  const { DatabaseSync } = await import("node:sqlite");
  const other = new DatabaseSync(path);
  const insert = { sql: "INSERT INTO settings (name, value) VALUES (?, ?)", params: ["a", "b"] };
  other.exec("BEGIN IMMEDIATE");
  let turns = 0;
  const write = engine.write([insert], "money");
  await until(() => ++turns > 5);
  other.exec("COMMIT");
  expect(await write).toHaveLength(1);
  other.exec("BEGIN IMMEDIATE");
  await expect(engine.write([insert], "money")).rejects.toMatchObject({
    name: "StateUnavailable",
    code: "state_unavailable",
    engine: "sqlite",
  });
  other.exec("ROLLBACK");
  expect(await engine.write([{ ...insert, params: ["c", "d"] }], "money")).toHaveLength(1);
  other.close();
  await engine.close();
});

describe.runIf(hasPostgres)("PostgreSQL that goes and comes", () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres.remove());

  it("answers with a clear failure while it is away and goes on without a restart, with everything that was acknowledged", async () => {
    const state = await open({ dir: tempDir(), databaseUrl: await postgres.createDatabase() });
    const { record, key } = await state.keys.create({ name: "k", budgetUsd: 1 });
    await state.budgets.reserve({ keyId: record.id, estimateUsd: 0.4, requestId: "before" });
    // Stopped in the midst of work.
    const under = Promise.allSettled(
      Array.from({ length: 60 }, (_, index) =>
        state.budgets.reserve({ keyId: record.id, estimateUsd: 0.001, requestId: `under-${index}` }),
      ),
    );
    await postgres.stop();
    const answers = await under;
    const failures = answers
      .filter(({ status }) => status === "rejected")
      .map((answer) => (answer as PromiseRejectedResult).reason as Error);
    expect(failures.filter(({ name }) => name !== "StateUnavailable")).toEqual([]);
    await expect(state.keys.get(record.id)).rejects.toMatchObject({ name: "StateUnavailable", engine: "postgres" });
    await expect(state.budgets.settle("before", 0.1)).rejects.toMatchObject({ code: "state_unavailable" });
    expect(await state.check()).toMatchObject({ ok: false, engines: [{ name: "postgres", ok: false }] });
    await postgres.start();
    await until(async () => (await state.check()).ok);
    expect(await state.keys.authorise(key)).toMatchObject({ ok: true });
    expect(await state.budgets.settle("before", 0.1)).toBe(true);
    const held = Math.round(((await state.keys.get(record.id))?.reservedUsd ?? 0) * 1000);
    // A commit whose answer was lost may have happened; one that was answered must have.
    expect(held).toBeGreaterThanOrEqual(answers.filter(({ status }) => status === "fulfilled").length);
    expect(held).toBeLessThanOrEqual(60);
  });
});

describe.runIf(hasRedis)("with Redis", () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.remove());

  it("shares circuits: what fails here rests there, and what works again works everywhere", async () => {
    const [one, two] = [await open({ dir: tempDir(), redisUrl: redis.url }), await open({ dir: tempDir(), redisUrl: redis.url })];
    // A subscription takes a moment: it stands once something comes through.
    await until(() => {
      one.circuits.failed("warm");
      return two.circuits.state("warm") === "open";
    });
    for (let times = 0; times < 3; times++) one.circuits.failed("key model");
    await until(() => two.circuits.state("key model") === "open");
    expect(two.circuits.admit("key model")).toBe(false);
    one.circuits.succeeded("key model");
    await until(() => two.circuits.state("key model") === "closed");
  });

  it("shares the response cache, byte for byte and for its time", async () => {
    const [one, two] = [await open({ dir: tempDir(), redisUrl: redis.url }), await open({ dir: tempDir(), redisUrl: redis.url })];
    await one.cache.set("k", new Uint8Array([0, 255, 10]), 60_000);
    expect([...((await two.cache.get("k")) ?? [])]).toEqual([0, 255, 10]);
    expect(await two.cache.get("other")).toBeUndefined();
    await one.cache.set("brief", new Uint8Array([1]), 1);
    await until(async () => (await two.cache.get("brief")) === undefined);
  });

  it("answers with a clear failure while Redis is away, keeps money going, and goes on without a restart", async () => {
    const state = await open({ dir: tempDir(), redisUrl: redis.url });
    const { record } = await state.keys.create({ name: "k", budgetUsd: 1 });
    const take = () => state.rates.take({ id: "a", rpm: 1000, tokens: 1 });
    expect(await take()).toEqual({ ok: true });
    await redis.stop();
    await until(() =>
      take()
        .then(() => false)
        .catch(() => true),
    );
    await expect(take()).rejects.toMatchObject({ name: "StateUnavailable", engine: "redis" });
    expect(await state.check()).toMatchObject({
      ok: false,
      engines: [
        { name: "sqlite", ok: true },
        { name: "redis", ok: false },
      ],
    });
    expect(await state.budgets.reserve({ keyId: record.id, estimateUsd: 0.1, requestId: "r" })).toMatchObject({ ok: true });
    expect(await state.cache.get("k")).toBeUndefined();
    await state.cache.set("k", new Uint8Array([1]), 1000);
    expect(state.circuits.admit("x")).toBe(true);
    state.circuits.failed("x");
    await redis.start();
    await until(() =>
      take()
        .then(({ ok }) => ok)
        .catch(() => false),
    );
    await until(async () => (await state.check()).ok);
  });

  it("opens while Redis is away", async () => {
    await redis.stop();
    const state = await open({ dir: tempDir(), redisUrl: redis.url });
    expect((await state.check()).ok).toBe(false);
    await redis.start();
    await until(async () => (await state.check()).ok);
  });
});
