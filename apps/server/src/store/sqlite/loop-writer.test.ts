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

const BUSY_MS = 10_000;

function gate() {
  let open!: () => void;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}

/** A writer whose executor, thread and disk are told what to do. */
function writer({
  busy = () => false,
  noThread = () => false,
  stepsToCheckpoint = 1_000,
  maxSteps = 1_000,
}: {
  readonly busy?: () => boolean;
  readonly noThread?: () => boolean;
  readonly stepsToCheckpoint?: number;
  readonly maxSteps?: number;
} = {}) {
  const commits: number[] = [];
  const committed: number[] = [];
  const left: (readonly [number, Durability])[] = [];
  const untils: (number | undefined)[] = [];
  const threadGate = gate();
  const diskGate = gate();
  const synced = vi.fn<() => Promise<void>>(() => diskGate.passed);
  const checkpoint = vi.fn<() => Promise<void>>(async () => undefined);
  const numberOf = (steps: readonly Step[]): number => Number(steps[0]?.params[0]);
  const loop = createLoopWriter({
    stepsToCheckpoint,
    maxSteps,
    busyMs: BUSY_MS,
    disk: { synced, close: async () => undefined },
    executor: {
      tryWriteAll(writes) {
        if (busy()) return undefined;
        commits.push(writes.length);
        committed.push(...writes.map(({ steps }) => numberOf(steps)));
        return writes.map(({ steps }) => (steps[0]?.must === true ? { ok: true, results: undefined } : { ok: true, results: RESULTS }));
      },
    },
    thread() {
      if (noThread()) throw new Error("ERR_WORKER_INIT_FAILED");
      return {
        checkpoint,
        async write(steps, durability, untilMs) {
          left.push([numberOf(steps), durability]);
          untils.push(untilMs);
          await threadGate.passed;
          return RESULTS;
        },
      };
    },
  });
  return { loop, commits, committed, left, untils, synced, checkpoint, openThread: threadGate.open, openDisk: diskGate.open };
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

  it("wait for the disk as money also when they were taken back: what stood in their way may not be there yet", async () => {
    const { loop, openDisk } = writer();
    const seen: string[] = [];
    const money = loop.write([note(1, true)], "money").then((results) => seen.push(String(results)));
    await loop.write([note(2)], "plain");
    seen.push("disk");
    openDisk();
    await money;
    expect(seen).toEqual(["disk", "undefined"]);
  });

  it("fail as money when the disk fails", async () => {
    const { loop, synced } = writer();
    synced.mockRejectedValueOnce(new Error("EIO"));
    await expect(loop.write([note(1)], "money")).rejects.toThrow("EIO");
  });

  it("are left to the thread while another process has the file; later ones wait for it, and are committed here again", async () => {
    let busy = true;
    const { loop, commits, left, openThread } = writer({ busy: () => busy });
    const first = loop.write([note(1)], "money");
    await vi.waitFor(() => expect(left).toEqual([[1, "money"]]));
    busy = false;
    const order: number[] = [];
    const later = [2, 3].map(async (n) => {
      await loop.write([note(n)], "plain");
      order.push(n);
    });
    await new Promise(setImmediate);
    expect([left.length, commits]).toEqual([1, []]);
    openThread();
    await first;
    await Promise.all(later);
    expect([left.length, commits, order]).toEqual([1, [2], [2, 3]]);
  });

  it("are committed in parts when they are many at once, in their order, and the loop has its turn in between", async () => {
    const { loop, commits, committed } = writer({ maxSteps: 4 });
    const turns: number[] = [];
    const look = (): void => {
      turns.push(commits.length);
      if (committed.length < 11) setImmediate(look);
    };
    const ask = (n: number, steps: number): Promise<unknown> =>
      loop.write(
        Array.from({ length: steps }, () => note(n)),
        "plain",
      );
    // Two that go together; one that is too large for any; three that just fit, and what is asked for meanwhile.
    const all = [ask(1, 2), ask(2, 2), ask(3, 9), ask(4, 1), ask(5, 2), ask(6, 1), ask(7, 1), ask(8, 1)];
    setImmediate(look);
    await all[0];
    all.push(ask(9, 1), ask(10, 1), ask(11, 1));
    await Promise.all(all);
    expect(committed).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(commits).toEqual([2, 1, 3, 4, 1]);
    expect(turns).toEqual([1, 2, 3, 4]);
  });

  it("are all done before a close is, also when they are many", async () => {
    const { loop, committed } = writer({ maxSteps: 2 });
    const all = Promise.all(Array.from({ length: 7 }, (_, n) => loop.write([note(n)], "plain")));
    await loop.close();
    expect(committed).toHaveLength(7);
    await all;
  });

  it("are all left to the thread when they are many and another process has the file: they wait for it once", async () => {
    const { loop, left, openThread } = writer({ busy: () => true, maxSteps: 2 });
    const all = Promise.all(Array.from({ length: 7 }, (_, n) => loop.write([note(n)], "plain")));
    await new Promise(setImmediate);
    expect(left.map(([n]) => n)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    openThread();
    await all;
  });

  it("have waited for another process already while they wait behind the thread", async () => {
    const { loop, untils, openThread } = writer({ busy: () => true });
    const first = loop.write([note(1)], "plain");
    await vi.waitFor(() => expect(untils).toEqual([undefined]));
    const beforeMs = Date.now();
    const second = loop.write([note(2)], "plain");
    const third = loop.write([note(3)], "plain", 12_345);
    const afterMs = Date.now();
    openThread();
    await Promise.all([first, second, third]);
    const [, until = 0, given] = untils;
    expect(until).toBeGreaterThanOrEqual(beforeMs + BUSY_MS);
    expect(until).toBeLessThanOrEqual(afterMs + BUSY_MS);
    expect(given).toBe(12_345);
  });

  it("fail when the file is busy and no thread can be started, and the next ones are tried anew", async () => {
    let busy = true;
    const { loop, commits } = writer({ busy: () => busy, noThread: () => true });
    await expect(loop.write([note(1)], "plain")).rejects.toThrow("ERR_WORKER_INIT_FAILED");
    busy = false;
    await loop.write([note(2)], "plain");
    expect(commits).toEqual([1]);
  });

  it("are all done before a close is", async () => {
    let busy = true;
    const { loop, commits, left, openThread } = writer({ busy: () => busy });
    const first = loop.write([note(1)], "plain");
    let closed = false;
    const closing = loop.close().then(() => (closed = true));
    await vi.waitFor(() => expect(left).toHaveLength(1));
    const second = loop.write([note(2)], "plain");
    busy = false;
    await new Promise(setImmediate);
    expect(closed).toBe(false);
    openThread();
    await closing;
    expect(commits).toEqual([1]);
    await Promise.all([first, second]);
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

  it("have it moved later when no thread could be started", async () => {
    let noThread = true;
    const { loop, checkpoint } = writer({ stepsToCheckpoint: 1, noThread: () => noThread });
    await loop.write([note(1)], "plain");
    noThread = false;
    await vi.waitFor(async () => {
      await loop.write([note(2)], "plain");
      expect(checkpoint).toHaveBeenCalled();
    });
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

  it("wait no longer than they may, those that come while others wait included (SRV-9)", async () => {
    const path = join(tempDir(), "state.sqlite");
    const statements = () => ["CREATE TABLE notes (n BIGINT, words TEXT)"];
    const engine = await openSqliteEngine({ path, migrations: [{ version: 1, statements }], busyMs: 1_000 });
    onTestFinished(() => engine.close());
    const other = new DatabaseSync(path);
    onTestFinished(() => other.close());
    other.exec("BEGIN IMMEDIATE");
    const waited = async (brief: boolean, sinceMs?: number): Promise<number> => {
      const startMs = performance.now();
      await expect(engine.write([row(1)], "money", { brief, sinceMs })).rejects.toMatchObject({ code: "state_unavailable" });
      return performance.now() - startMs;
    };
    const first = [waited(true), waited(false)];
    await new Promise(setImmediate);
    const later = [waited(true), waited(false)];
    for (const tookMs of await Promise.all([...first, ...later])) {
      expect(tookMs).toBeGreaterThan(900);
      expect(tookMs).toBeLessThan(1_700);
    }
    // What has waited elsewhere has a try, and no more.
    for (const brief of [true, false]) expect(await waited(brief, Date.now() - 1_000)).toBeLessThan(700);
  }, 15_000);

  it("name what is in their way in SQLite's words, also where the thread has waited in vain", async () => {
    const path = join(tempDir(), "state.sqlite");
    const statements = () => ["CREATE TABLE notes (n BIGINT, words TEXT)"];
    const engine = await openSqliteEngine({ path, migrations: [{ version: 1, statements }], busyMs: 20 });
    onTestFinished(() => engine.close());
    const other = new DatabaseSync(path);
    onTestFinished(() => other.close());
    other.exec("BEGIN IMMEDIATE");
    for (const brief of [true, false]) {
      await expect(engine.write([row(1)], "money", { brief })).rejects.toThrow("The SQLite file does not answer (database is locked).");
    }
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
