import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Durability, Engine, Step } from "../engine.js";
import { createLoopWriter } from "./loop-writer.js";
import { openSqliteEngine } from "./sqlite-engine.js";

const RESULTS = [{ rows: [], changes: 1 }];
const note = (n: number, must = false): Step => ({ sql: "INSERT INTO notes VALUES (?)", params: [n], must });

function gate() {
  let open!: () => void;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}

/** A writer whose executor, thread and disk are told what to do. */
function writer({
  busy = () => false,
  stepsToCheckpoint = 1_000,
}: { readonly busy?: () => boolean; readonly stepsToCheckpoint?: number } = {}) {
  const commits: number[] = [];
  const left: (readonly [number, Durability])[] = [];
  const threadGate = gate();
  const diskGate = gate();
  const synced = vi.fn<() => Promise<void>>(() => diskGate.passed);
  const checkpoint = vi.fn<() => Promise<void>>(async () => undefined);
  const numberOf = (steps: readonly Step[]): number => Number(steps[0]?.params[0]);
  const loop = createLoopWriter({
    stepsToCheckpoint,
    disk: { synced, close: async () => undefined },
    executor: {
      tryWriteAll(writes) {
        if (busy()) return undefined;
        commits.push(writes.length);
        return writes.map(({ steps }) => (steps[0]?.must === true ? { ok: true, results: undefined } : { ok: true, results: RESULTS }));
      },
    },
    thread: () => ({
      checkpoint,
      async write(steps, durability) {
        left.push([numberOf(steps), durability]);
        await threadGate.passed;
        return RESULTS;
      },
    }),
  });
  return { loop, commits, left, synced, checkpoint, openThread: threadGate.open, openDisk: diskGate.open };
}

// SRV-9
describe("brief writes in the server's own loop", () => {
  it("share a commit when they are asked for in the same turn", async () => {
    const { loop, commits } = writer();
    await Promise.all([loop.write([note(1)], "plain"), loop.write([note(2)], "plain"), loop.write([note(3)], "soon")]);
    await loop.write([note(4)], "plain");
    expect(commits).toEqual([3, 1]);
  });

  it("are acknowledged as money only when the disk has them, and as anything else at once", async () => {
    const { loop, synced, openDisk } = writer();
    const seen: string[] = [];
    const money = loop.write([note(1)], "money").then(() => seen.push("money"));
    await loop.write([note(2)], "plain");
    expect([seen, synced.mock.calls.length]).toEqual([[], 1]);
    seen.push("disk");
    openDisk();
    await money;
    expect(seen).toEqual(["disk", "money"]);
  });

  it("do not wait for the disk when nothing was written", async () => {
    const { loop, synced } = writer();
    expect(await loop.write([note(1, true)], "money")).toBeUndefined();
    expect(synced).not.toHaveBeenCalled();
  });

  it("fail as money when the disk fails", async () => {
    const { loop, synced } = writer();
    synced.mockRejectedValueOnce(new Error("EIO"));
    await expect(loop.write([note(1)], "money")).rejects.toThrow("EIO");
  });

  it("are left to the thread while another process has the file, and no later one overtakes them", async () => {
    let busy = true;
    const { loop, commits, left, openThread } = writer({ busy: () => busy });
    const first = loop.write([note(1)], "money");
    await vi.waitFor(() => expect(left).toEqual([[1, "money"]]));
    busy = false;
    const second = loop.write([note(2)], "plain");
    await vi.waitFor(() => expect(left).toHaveLength(2));
    expect(commits).toEqual([]);
    openThread();
    await Promise.all([first, second]);
    await loop.write([note(3)], "plain");
    expect(commits).toEqual([1]);
  });

  it("have the log moved into the file now and then, once at a time", async () => {
    const { loop, checkpoint } = writer({ stepsToCheckpoint: 3 });
    const done = gate();
    checkpoint.mockReturnValueOnce(done.passed);
    for (let n = 0; n < 9; n++) await loop.write([note(n)], "plain");
    expect(checkpoint).toHaveBeenCalledTimes(1);
    done.open();
    await vi.waitFor(async () => {
      await loop.write([note(9)], "plain");
      expect(checkpoint).toHaveBeenCalledTimes(2);
    });
    await loop.close();
  });
});

describe("brief writes on a real file (SRV-9)", () => {
  const openReal = async (): Promise<{ readonly engine: Engine; readonly path: string; readonly rows: () => Promise<number> }> => {
    const path = join(tempDir(), "state.sqlite");
    const statements = () => ["CREATE TABLE notes (n BIGINT, words TEXT)"];
    const engine = await openSqliteEngine({ path, migrations: [{ version: 1, statements }] });
    onTestFinished(() => engine.close());
    return { engine, path, rows: async () => Number((await engine.read("SELECT COUNT(*) AS n FROM notes", []))[0]?.["n"]) };
  };
  const row = (n: number): Step => ({ sql: "INSERT INTO notes VALUES (?, ?)", params: [n, "x".repeat(200)] });

  it("wait for another process without holding the loop up", async () => {
    const { engine, path, rows } = await openReal();
    const other = new DatabaseSync(path);
    onTestFinished(() => other.close());
    other.exec("BEGIN IMMEDIATE; INSERT INTO notes VALUES (0, '')");
    const written = engine.write([row(1)], "money", { brief: true });
    // The other one can only end if this loop still turns.
    setImmediate(() => other.exec("COMMIT"));
    await written;
    expect(await rows()).toBe(2);
  });

  it("take a write back that does not touch what it must, and keep the others of its commit", async () => {
    const { engine, rows } = await openReal();
    const none: Step = { sql: "DELETE FROM notes WHERE n = ?", params: [99], must: true };
    const [kept, taken] = await Promise.all([
      engine.write([row(1)], "money", { brief: true }),
      engine.write([row(2), none], "money", { brief: true }),
    ]);
    expect([kept?.length, taken, await rows()]).toEqual([1, undefined, 1]);
  });

  it("do not let the log grow for ever: it is moved into the file and begun anew", async () => {
    const { engine, path } = await openReal();
    // The log's header counts how often it was begun (https://sqlite.org/fileformat2.html#the_write_ahead_log).
    const timesBegun = (): number => readFileSync(`${path}-wal`).readUInt32BE(12);
    const atFirst = timesBegun();
    await vi.waitFor(async () => {
      await Promise.all(Array.from({ length: 2_000 }, async (_, n) => engine.write([row(n)], "plain", { brief: true })));
      expect(timesBegun()).toBeGreaterThan(atFirst);
    }, 20_000);
  }, 30_000);

  it("are on the disk when they were asked for right before the close", async () => {
    const path = join(tempDir(), "state.sqlite");
    const engine = await openSqliteEngine({
      path,
      migrations: [{ version: 1, statements: () => ["CREATE TABLE notes (n BIGINT, words TEXT)"] }],
    });
    const written = engine.write([row(1)], "money", { brief: true });
    await engine.close();
    expect(await written).toHaveLength(1);
    const next = new DatabaseSync(path);
    onTestFinished(() => next.close());
    expect(next.prepare("SELECT n FROM notes").all()).toEqual([{ n: 1 }]);
  });
});
