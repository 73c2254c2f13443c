import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { tempDir } from "@openclaw/testing";
import { expect, it, onTestFinished } from "vitest";
import { startExecutorThread } from "./executor-thread.js";

// SRV-9
it("tells each write when its own time is over, whatever else waits longer for another process", async () => {
  const path = join(tempDir(), "state.sqlite");
  const other = new DatabaseSync(path);
  onTestFinished(() => other.close());
  const thread = startExecutorThread({ path });
  onTestFinished(() => thread.close());
  await thread.write([{ sql: "CREATE TABLE notes (n BIGINT)", params: [] }], "money");
  other.exec("BEGIN IMMEDIATE");
  const startMs = Date.now();
  const insert = [{ sql: "INSERT INTO notes VALUES (1)", params: [] }];
  const write = async (durability: "plain" | "money", untilMs: number): Promise<number> => {
    await expect(thread.write(insert, durability, untilMs)).rejects.toMatchObject({ errstr: "database is locked" });
    return Date.now() - startMs;
  };
  const tookMs = await Promise.all([
    write("plain", startMs + 2_000),
    write("money", startMs + 200),
    write("plain", startMs + 1_000),
    write("money", startMs),
  ]);
  const [longMs, shortMs, middleMs, noneMs] = tookMs;
  expect(noneMs).toBeLessThan(700);
  expect(shortMs).toBeLessThan(900);
  expect(middleMs).toBeGreaterThanOrEqual(1_000);
  expect(middleMs).toBeLessThan(1_700);
  expect(longMs).toBeGreaterThanOrEqual(2_000);
  other.exec("COMMIT");
  expect(await thread.read("SELECT COUNT(*) AS n FROM notes", [])).toEqual([{ n: 0n }]);
}, 15_000);
