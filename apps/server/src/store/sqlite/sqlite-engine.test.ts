import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openSqliteEngine } from "./sqlite-engine.js";
import { startExecutorThread } from "./executor-thread.js";

vi.mock(import("./executor-thread.js"), async (original) => {
  const real = await original();
  return { startExecutorThread: vi.fn<typeof real.startExecutorThread>(real.startExecutorThread) };
});

// SRV-9
it("is away, and not broken, while the system has no thread for it", async () => {
  const path = join(tempDir(), "state.sqlite");
  const migrations = [{ version: 1, statements: () => ["CREATE TABLE notes (n BIGINT)"] }];
  const noThread = (): never => {
    throw Object.assign(new Error("Worker initialization failure: EAGAIN"), { code: "ERR_WORKER_INIT_FAILED" });
  };
  const away = { code: "state_unavailable", message: "The SQLite file does not answer (ERR_WORKER_INIT_FAILED)." };
  vi.mocked(startExecutorThread).mockImplementationOnce(noThread);
  await expect(openSqliteEngine({ path, migrations })).rejects.toMatchObject(away);

  const engine = await openSqliteEngine({ path, migrations });
  onTestFinished(() => engine.close());
  vi.mocked(startExecutorThread).mockImplementationOnce(noThread);
  await expect(engine.read("SELECT n FROM notes", [], { heavy: true })).rejects.toMatchObject(away);
  expect(await engine.read("SELECT n FROM notes", [], { heavy: true })).toEqual([]);
});

it("is away while the rights of its file cannot be set", async () => {
  // SQLite's own name for a database that is no file.
  await expect(openSqliteEngine({ path: ":memory:", migrations: [] })).rejects.toMatchObject({ code: "state_unavailable" });
});

it("is away where its folder cannot be made", async () => {
  const file = join(tempDir(), "a file");
  await writeFile(file, "");
  const words = "The SQLite file does not answer (ENOTDIR).";
  await expect(openSqliteEngine({ path: join(file, "state.sqlite"), migrations: [] })).rejects.toThrow(words);
});

describe("writes that are done at once, such as rates", () => {
  const opened = async (busyMs: number) => {
    const path = join(tempDir(), "rates.sqlite");
    const migrations = [{ version: 1, statements: () => ["CREATE TABLE notes (n BIGINT)"] }];
    const engine = await openSqliteEngine({ path, migrations, writes: "here", busyMs });
    onTestFinished(() => engine.close());
    const other = new DatabaseSync(path);
    onTestFinished(() => other.close());
    other.exec("BEGIN IMMEDIATE; INSERT INTO notes VALUES (0)");
    return { engine, other, write: () => engine.write([{ sql: "INSERT INTO notes VALUES (1)", params: [] }], "plain") };
  };

  it("wait for another process without holding the loop up", async () => {
    const { other, write } = await opened(5_000);
    const written = write();
    // The other one can only end if this loop still turns.
    setImmediate(() => other.exec("COMMIT"));
    expect(await written).toMatchObject([{ changes: 1 }]);
  });

  it("fail when it does not end", async () => {
    const { write } = await opened(30);
    await expect(write()).rejects.toThrow("The SQLite file does not answer (database is locked).");
  });
});
