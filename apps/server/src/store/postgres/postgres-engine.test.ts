import { createServer } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Engine } from "../engine.js";
import { hasPostgres, startPostgres, type TestPostgres } from "../testing/start-postgres.js";
import { type SilentProxy, startSilentProxy } from "../testing/silent-proxy.js";
import { openPostgresEngine } from "./postgres-engine.js";

const note = { sql: "INSERT INTO notes (text) VALUES (?)", params: ["a"] };

describe.runIf(hasPostgres)("the PostgreSQL engine", () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres.remove());

  async function open(): Promise<{ readonly engine: Engine; readonly admin: pg.Client }> {
    const url = await postgres.createDatabase();
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query("CREATE TABLE notes (text TEXT)");
    const engine = await openPostgresEngine({ url, migrations: [] });
    onTestFinished(async () => {
      await engine.close();
      await admin.end();
    });
    return { engine, admin };
  }

  // SRV-9
  it("goes on when a newer version adds a column beneath its prepared statements", async () => {
    const { engine, admin } = await open();
    const all = { sql: "SELECT * FROM notes", params: [] };
    const everyWay = () =>
      Promise.all(
        Array.from({ length: 8 }, () => [
          engine.read(all.sql, []),
          engine.read(all.sql, [], { heavy: true }),
          engine.write([all], "money"),
          engine.write([note, all], "money"),
        ]).flat(),
      );
    await everyWay();
    await admin.query("ALTER TABLE notes ADD COLUMN more BIGINT");
    await everyWay();
    expect((await admin.query("SELECT COUNT(*)::int AS n FROM notes")).rows).toEqual([{ n: 16 }]);
  });

  it("takes a row that is locked for too long for a database that may come back", async () => {
    const { engine, admin } = await open();
    await engine.write([note], "money");
    await admin.query("BEGIN");
    await admin.query("SELECT 1 FROM notes FOR UPDATE");
    const steps = [
      { sql: "SELECT set_config('lock_timeout', '50', true)", params: [] },
      { sql: "UPDATE notes SET text = ?", params: ["b"] },
    ];
    await expect(engine.write(steps, "money")).rejects.toMatchObject({ code: "state_unavailable" });
    await admin.query("COMMIT");
    expect(await engine.write(steps, "money")).toHaveLength(2);
  });

  it("uses a connection again whose statements failed, and takes back what stood before them", async () => {
    const { engine, admin } = await open();
    const missing = { sql: "SELECT word FROM later", params: [] };
    for (let times = 0; times < 10; times++) {
      await expect(engine.write([note, missing, missing], "money")).rejects.toMatchObject({ code: "42P01" });
    }
    expect((await admin.query("SELECT COUNT(*)::int AS n FROM notes")).rows).toEqual([{ n: 0 }]);
    await admin.query("CREATE TABLE later (word TEXT)");
    for (let times = 0; times < 10; times++) expect(await engine.write([note, missing, missing], "money")).toHaveLength(3);
  });
});

describe.runIf(hasPostgres)("a connection to PostgreSQL that falls silent", () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres.remove());
  const QUIET_MS = 300;

  async function open(): Promise<{ readonly engine: Engine; readonly proxy: SilentProxy; readonly close: () => Promise<void> }> {
    const proxy = await startSilentProxy(await postgres.createDatabase());
    const engine = await openPostgresEngine({ url: proxy.url, migrations: [], poolSize: 4, quietMs: QUIET_MS });
    await engine.write([{ sql: "CREATE TABLE notes (text TEXT)", params: [] }], "money");
    let closing: Promise<void> | undefined;
    const close = (): Promise<void> => (closing ??= engine.close());
    onTestFinished(async () => {
      await close();
      await proxy.close();
    });
    return { engine, proxy, close };
  }
  const everyWay = (engine: Engine): readonly Promise<unknown>[] => [
    engine.read("SELECT * FROM notes", []),
    engine.write([note], "money"),
    engine.write([note, note], "money"),
    engine.write([{ ...note, must: true }, note], "plain"),
    engine.check(),
  ];

  // SRV-9
  it("is noticed in its time, and none of the others that were idle costs another request as long", async () => {
    const { engine, proxy } = await open();
    // Each pool has connections that nobody uses for the moment.
    await Promise.all([...everyWay(engine), ...everyWay(engine)]);
    proxy.silence();
    const startedAtMs = performance.now();
    await expect(engine.write([note], "money")).rejects.toMatchObject({ code: "state_unavailable" });
    expect(performance.now() - startedAtMs).toBeLessThan(4 * QUIET_MS);
    await Promise.all(everyWay(engine));
    await Promise.all(everyWay(engine));
  });

  it("does not hold up the end", async () => {
    const { engine, proxy, close } = await open();
    await Promise.all(everyWay(engine));
    proxy.silence();
    const startedAtMs = performance.now();
    await close();
    expect(performance.now() - startedAtMs).toBeLessThan(5_000);
  });

  it("is not one that works for as long as it may", async () => {
    const { engine } = await open();
    expect(await engine.read("SELECT pg_sleep(0.5), 1 AS slept", [], { heavy: true })).toMatchObject([{ slept: 1 }]);
  });
});

/** A message of the protocol: its letter, the length of the rest with these four bytes, the rest. */
function message(letter: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + Buffer.byteLength(body, "latin1"));
  return Buffer.concat([Buffer.from(letter), length, Buffer.from(body, "latin1")]);
}

it("survives a database that ends a session in the same breath in which it begins", async () => {
  const admitted = message("R", "\0\0\0\0");
  const ready = message("Z", "I");
  const ended = message("E", "SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0");
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(Buffer.concat([admitted, ready, ended])));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  // An error of a client that nobody listens to would end the process.
  await expect(openPostgresEngine({ url: `postgres://test@127.0.0.1:${port}/none`, migrations: [] })).rejects.toMatchObject({
    code: "state_unavailable",
  });
});
