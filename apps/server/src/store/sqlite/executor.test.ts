import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { openExecutor } from "./executor.js";

/** Another process that has begun to write to a file which nobody has opened before. */
function busyFile(): { readonly path: string; readonly other: DatabaseSync } {
  const path = join(tempDir(), "state.sqlite");
  const other = new DatabaseSync(path);
  onTestFinished(() => other.close());
  other.exec("BEGIN IMMEDIATE");
  return { path, other };
}

// SRV-9
describe("a new SQLite file that two processes open at the same moment", () => {
  it("is waited for by the second", () => {
    const { path, other } = busyFile();
    let pauses = 0;
    const executor = openExecutor({ path }, () => {
      pauses += 1;
      if (pauses === 3) other.exec("CREATE TABLE first (n); COMMIT");
    });
    onTestFinished(() => executor.close());
    expect(pauses).toBe(3);
    expect(executor.read("SELECT name FROM sqlite_schema", [])).toEqual([{ name: "first" }]);
    expect(executor.read("PRAGMA journal_mode", [])).toEqual([{ journal_mode: "wal" }]);
  });

  it("is not waited for without an end", () => {
    const { path } = busyFile();
    let pauses = 0;
    expect(() => openExecutor({ path, busyMs: 20 }, () => (pauses += 1))).toThrow("database is locked");
    expect(pauses).toBeGreaterThan(0);
  });
});

describe("a checkpoint of the whole log", () => {
  const open = (path: string, pause?: () => void) => {
    const executor = openExecutor({ path, busyMs: 50 }, pause);
    onTestFinished(() => executor.close());
    return executor;
  };
  const noted = () => {
    const path = join(tempDir(), "state.sqlite");
    const executor = open(path);
    const steps = [{ sql: "CREATE TABLE notes (n)", params: [] }];
    expect(executor.writeAll([{ steps }], "plain")).toMatchObject([{ ok: true }]);
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
    return { path, executor };
  };

  it("leaves nothing in it", () => {
    const { path, executor } = noted();
    executor.checkpoint({ whole: true });
    expect(statSync(`${path}-wal`).size).toBe(0);
  });

  it("waits for another process that writes, and fails when that does not end", () => {
    const { path } = noted();
    const other = new DatabaseSync(path);
    onTestFinished(() => other.close());
    let pauses = 0;
    const executor = open(path, () => {
      pauses += 1;
      if (pauses === 3) other.exec("COMMIT");
    });
    other.exec("BEGIN IMMEDIATE");
    executor.checkpoint({ whole: true });
    expect([pauses, statSync(`${path}-wal`).size]).toEqual([3, 0]);
    other.exec("BEGIN IMMEDIATE; INSERT INTO notes VALUES (1)");
    expect(() => executor.checkpoint({ whole: true })).toThrow("database is locked");
  });
});
