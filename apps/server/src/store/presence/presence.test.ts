import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STATE_MIGRATIONS } from "../migrations.js";
import { openPostgresEngine } from "../postgres/postgres-engine.js";
import { hasPostgres, startPostgres, type TestPostgres } from "../testing/start-postgres.js";
import { announceOnPostgres } from "./postgres-presence.js";
import { announceOnSqlite } from "./sqlite-presence.js";

// SRV-9. Processes that are really killed: processes.test.ts.
describe("who lives, by files", () => {
  it("is each that has not left, and nobody else", async () => {
    const dir = tempDir();
    const [one, two] = [await announceOnSqlite(dir, "one"), await announceOnSqlite(dir, "two")];
    expect([await one.isGone("one"), await one.isGone("two"), await two.isGone("one"), await two.isGone("three")]).toEqual([
      false,
      false,
      false,
      true,
    ]);
    await one.close();
    expect(await two.isGone("one")).toBe(true);
    await two.close();
  });

  it("forgets at its start whose lock nobody holds", async () => {
    const dir = tempDir();
    const living = await announceOnSqlite(dir, "living");
    writeFileSync(join(dir, "instances", "dead.lock"), "");
    const next = await announceOnSqlite(dir, "next");
    expect(readdirSync(join(dir, "instances")).toSorted((a, b) => a.localeCompare(b))).toEqual(["living.lock", "next.lock"]);
    await Promise.all([living.close(), next.close()]);
    expect(readdirSync(join(dir, "instances"))).toEqual([]);
  });

  it("takes no name for a path", async () => {
    const dir = tempDir();
    writeFileSync(join(dir, "x.lock"), "");
    const one = await announceOnSqlite(dir, "one");
    expect(await one.isGone("../x")).toBe(false);
    expect(existsSync(join(dir, "x.lock"))).toBe(true);
    await one.close();
  });
});

describe.runIf(hasPostgres)("who lives, by PostgreSQL's locks", () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres.remove());

  it("is each whose connection stands, and again after the database was restarted", async () => {
    const url = await postgres.createDatabase();
    const engine = await openPostgresEngine({ url, migrations: STATE_MIGRATIONS });
    const announce = (instanceId: string) => announceOnPostgres({ url, engine, instanceId });
    const [one, two] = [await announce("one"), await announce("two")];
    expect([await one.isGone("one"), await one.isGone("two"), await two.isGone("three")]).toEqual([false, false, true]);
    await postgres.stop();
    await expect(one.isGone("two")).rejects.toThrow(/PostgreSQL does not answer/);
    await postgres.start();
    await expect.poll(() => one.isGone("two").catch(() => "away"), { timeout: 10_000 }).toBe(false);
    await two.close();
    await expect.poll(() => one.isGone("two"), { timeout: 5_000 }).toBe(true);
    await one.close();
    await engine.close();
  }, 30_000);

  it("is nobody who was closed while their connection was being made anew", async () => {
    const url = await postgres.createDatabase();
    const engine = await openPostgresEngine({ url, migrations: STATE_MIGRATIONS });
    const one = await announceOnPostgres({ url, engine, instanceId: "one" });
    const others = await Promise.all(["a", "b", "c", "d"].map((instanceId) => announceOnPostgres({ url, engine, instanceId })));
    // Each begins to connect again at once; some of them are on their way when they are closed.
    await engine
      .read(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'openclaw-server' AND state = 'idle' AND pid <> pg_backend_pid()",
        [],
      )
      .catch(() => undefined);
    for (const other of others) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      await other.close();
    }
    for (const id of ["a", "b", "c", "d"]) await expect.poll(() => one.isGone(id).catch(() => false), { timeout: 8_000 }).toBe(true);
    await one.close();
    await engine.close();
  }, 60_000);
});
