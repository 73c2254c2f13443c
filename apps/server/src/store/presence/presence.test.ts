import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { tempDir } from "@openclaw/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { STATE_MIGRATIONS } from "../migrations.js";
import { openPostgresEngine } from "../postgres/postgres-engine.js";
import { startSilentProxy } from "../testing/silent-proxy.js";
import { hasPostgres, startPostgres, type TestPostgres } from "../testing/start-postgres.js";
import { announceOnPostgres } from "./postgres-presence.js";
import { announceOnSqlite } from "./sqlite-presence.js";

const announce = (dir: string, id: string) => announceOnSqlite(dir, { newId: () => id });

// SRV-9. Processes that are really killed: processes.test.ts.
describe("who lives, by files", () => {
  it("is each that has not left, and nobody else", async () => {
    const dir = tempDir();
    const [one, two] = [await announce(dir, "one"), await announce(dir, "two")];
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
    const living = await announce(dir, "living");
    writeFileSync(join(dir, "instances", "dead.lock"), "");
    const next = await announce(dir, "next");
    expect(readdirSync(join(dir, "instances")).toSorted((a, b) => a.localeCompare(b))).toEqual(["living.lock", "next.lock"]);
    await Promise.all([living.close(), next.close()]);
    expect(readdirSync(join(dir, "instances"))).toEqual([]);
  });

  it("takes no name for a path", async () => {
    const dir = tempDir();
    writeFileSync(join(dir, "x.lock"), "");
    const one = await announce(dir, "one");
    expect(await one.isGone("../x")).toBe(false);
    expect(existsSync(join(dir, "x.lock"))).toBe(true);
    await one.close();
  });
});

/** A place in the code at which others may act before it goes on. */
function gate() {
  let open: () => void = () => undefined;
  let reached: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const isReached = new Promise<void>((resolve) => (reached = resolve));
  const pass = (): Promise<void> => {
    reached();
    return opened;
  };
  return { pass, open, isReached };
}

/** Somebody who looks at a file has it locked for the moment. */
function lookAt(dir: string, id: string): void {
  mkdirSync(join(dir, "instances"));
  const database = new DatabaseSync(join(dir, "instances", `${id}.lock`));
  onTestFinished(() => database.close());
  database.exec("BEGIN EXCLUSIVE");
}

describe("who lives, by files, when several act at the same moment", () => {
  it("takes another name when somebody looks at its file before it has locked it", async () => {
    const dir = tempDir();
    lookAt(dir, "seen");
    const names = ["seen", "next"];
    const one = await announceOnSqlite(dir, { newId: () => names.shift() ?? "" });
    expect(one.instanceId).toBe("next");
    await one.close();
  });

  it("gives up when it loses every name, instead of trying for ever", async () => {
    const dir = tempDir();
    lookAt(dir, "seen");
    await expect(announce(dir, "seen")).rejects.toMatchObject({ code: "state_unavailable" });
  });

  it("takes no living one's file away, however late somebody comes who has opened it when it was new", async () => {
    const dir = tempDir();
    const [early, late] = [gate(), gate()];
    const quick = await announce(dir, "quick");
    const names = ["first", "second"];
    let starts = 0;
    const starting = announceOnSqlite(dir, {
      newId: () => names[starts++] ?? "",
      // Between making the first file and locking it.
      step: (_, path) => (path.endsWith("first.lock") ? early.pass() : Promise.resolve()),
    });
    await early.isReached;
    // The slow one has opened the file, and waits.
    const looking = announceOnSqlite(dir, {
      newId: () => "slow",
      step: (step, path) => (step === "opened" && path.endsWith("first.lock") ? late.pass() : Promise.resolve()),
    });
    await late.isReached;
    // The quick one finds it unlocked and takes it away.
    expect(await quick.isGone("first")).toBe(true);
    early.open();
    const living = await starting;
    late.open();
    const looked = await looking;
    expect(readdirSync(join(dir, "instances"))).toContain(`${living.instanceId}.lock`);
    expect([await quick.isGone(living.instanceId), await looked.isGone(living.instanceId)]).toEqual([false, false]);
    await Promise.all([quick.close(), living.close(), looked.close()]);
    expect(readdirSync(join(dir, "instances"))).toEqual([]);
  });

  it("lets nobody lock a file that is about to be taken away", async () => {
    const dir = tempDir();
    const [made, dead] = [gate(), gate()];
    const looking = await announceOnSqlite(dir, {
      newId: () => "looking",
      step: (step) => (step === "dead" ? dead.pass() : Promise.resolve()),
    });
    const names = ["first", "second"];
    const starting = announceOnSqlite(dir, {
      newId: () => names.shift() ?? "",
      step: (_, path) => (path.endsWith("first.lock") ? made.pass() : Promise.resolve()),
    });
    await made.isReached;
    const asked = looking.isGone("first");
    await dead.isReached;
    made.open();
    const living = await starting;
    dead.open();
    expect(await asked).toBe(true);
    expect(living.instanceId).toBe("second");
    expect(readdirSync(join(dir, "instances")).toSorted((a, b) => a.localeCompare(b))).toEqual(["looking.lock", "second.lock"]);
    await Promise.all([looking.close(), living.close()]);
  });

  it("makes no file of one that has left", async () => {
    const dir = tempDir();
    const opened: string[] = [];
    const one = await announceOnSqlite(dir, { newId: () => "one", step: async (_, path) => void opened.push(path) });
    expect([await one.isGone("left"), opened]).toEqual([true, [join(dir, "instances", "one.lock")]]);
    await one.close();
  });

  it("says of nobody that they are gone whose file is there and cannot be looked at", async () => {
    const dir = tempDir();
    const one = await announce(dir, "one");
    mkdirSync(join(dir, "instances", "folder.lock"));
    writeFileSync(join(dir, "instances", "damaged.lock"), "no database".repeat(100));
    expect([await one.isGone("folder"), await one.isGone("damaged")]).toEqual([false, false]);
    const two = await announce(dir, "two");
    expect(readdirSync(join(dir, "instances"))).toHaveLength(4);
    await Promise.all([one.close(), two.close()]);
  });

  it("says so where no file can be made", async () => {
    const dir = tempDir();
    mkdirSync(join(dir, "instances", "one.lock"), { recursive: true });
    await expect(announce(dir, "one")).rejects.toMatchObject({ code: "state_unavailable" });
    const file = join(dir, "file");
    writeFileSync(file, "");
    await expect(announce(file, "one")).rejects.toMatchObject({ code: "state_unavailable" });
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

  it("is also whose connection fell silent and is forgotten by the database: it has another one soon", async () => {
    const url = await postgres.createDatabase();
    const engine = await openPostgresEngine({ url, migrations: STATE_MIGRATIONS });
    const proxy = await startSilentProxy(url);
    const one = await announceOnPostgres({ url: proxy.url, engine, instanceId: "one", askEveryMs: 50 });
    proxy.silence();
    await engine.read("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()", []);
    const other = await announceOnPostgres({ url, engine, instanceId: "other" });
    await expect.poll(() => other.isGone("one"), { timeout: 8_000 }).toBe(false);
    await Promise.all([one.close(), other.close()]);
    await engine.close();
    await proxy.close();
  }, 30_000);
});
