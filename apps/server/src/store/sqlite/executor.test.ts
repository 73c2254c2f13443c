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
