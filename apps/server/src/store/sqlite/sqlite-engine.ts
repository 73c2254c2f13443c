import { chmod } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { makeFolder } from "@openclaw/core/internal/node";
import type { Engine } from "../engine.js";
import { migrate } from "../migrate.js";
import type { Migration } from "../migrations.js";
import { StateUnavailable } from "../unavailable.js";
import { createDisk } from "./disk.js";
import { BUSY_MS, busyError, openExecutor } from "./executor.js";
import { type ExecutorThread, startExecutorThread } from "./executor-thread.js";
import { createLoopWriter } from "./loop-writer.js";

export interface SqliteEngineOptions {
  readonly path: string;
  readonly migrations: readonly Migration[];
  /**
   * `thread`: writes leave the server's loop and share commits, all but brief ones. `here`: at once and never synced, for small state that may be
   * lost with the machine, such as rates.
   */
  readonly writes?: "thread" | "here";
  /** How long a write waits for another process that has the file: then it fails, and nothing of it has happened. Default 10 s. */
  readonly busyMs?: number;
}

// Money waits so long for company before the disk is asked: one sync serves all of it.
const DISK_GROUP_MS = 3;

/** SQLite in one file, which several processes of one machine may share (SRV-9). Short reads run here, on WAL's snapshot: they never wait. */
export async function openSqliteEngine(options: SqliteEngineOptions): Promise<Engine> {
  const { path, writes = "thread", busyMs = BUSY_MS } = options;
  await makeFolder(dirname(path), 0o700).catch(away);
  const durable = writes === "thread";
  const here = guard(() => openExecutor({ path, busyMs, durable, checkpoints: !durable }));
  await chmod(path, 0o600).catch((error: unknown) => {
    here.close();
    away(error);
  });
  const threads = new Map<"writer" | "reader", ExecutorThread>();
  /** Started when first needed, and again should it ever end. */
  const thread = (name: "writer" | "reader"): ExecutorThread => {
    const running = threads.get(name);
    if (running?.alive() === true) return running;
    const started = startExecutorThread({ path, busyMs });
    threads.set(name, started);
    return started;
  };

  const disk = createDisk(`${path}-wal`, { groupMs: DISK_GROUP_MS, rescue: () => thread("writer").checkpoint({ whole: true }) });
  const loop = createLoopWriter({ disk, executor: here, thread: () => thread("writer"), busyMs });

  const engine: Engine = {
    name: "sqlite",
    skipLocked: "",
    async read(sql, params, { heavy = false } = {}) {
      if (!heavy || !durable) return guard(() => here.read(sql, params));
      return guard(() => thread("reader"))
        .read(sql, params)
        .catch(rethrow);
    },
    async write(steps, durability, { brief = false, sinceMs } = {}) {
      const untilMs = sinceMs === undefined ? undefined : sinceMs + busyMs;
      if (durable) return (brief ? loop : guard(() => thread("writer"))).write(steps, durability, untilMs).catch(rethrow);
      const outcome =
        here.tryWriteAll([{ steps }]) ?? (await whenFree(() => here.tryWriteAll([{ steps }]), untilMs ?? Date.now() + busyMs));
      if (outcome[0]?.ok !== true) throw unavailable(outcome[0]?.error);
      return outcome[0].results;
    },
    check: async () => void guard(() => here.read("SELECT 1", [])),
    async close() {
      await loop.close();
      await disk.close();
      await Promise.all([...threads.values()].map((each) => each.close()));
      here.close();
    },
  };
  try {
    await migrate(engine, options.migrations);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return engine;
}

const MAX_PAUSE_MS = 20;

/** Tries again for as long as another process has the file, while the loop goes on. */
async function whenFree<Value>(run: () => Value | undefined, untilMs: number): Promise<Value> {
  for (let pauseMs = 1; Date.now() < untilMs; pauseMs = Math.min(MAX_PAUSE_MS, 2 * pauseMs)) {
    await pause(pauseMs);
    const value = run();
    if (value !== undefined) return value;
  }
  throw unavailable(busyError());
}

function guard<Value>(run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    throw unavailable(error);
  }
}

/** What the system refuses is no mistake of ours, whatever it is. */
function away(error: unknown): never {
  throw new StateUnavailable("sqlite", error);
}

function rethrow(error: unknown): never {
  throw unavailable(error);
}

// Busy, locked, read-only, I/O, full, cannot open, protocol: of the moment or of the machine. Anything else is a mistake of ours.
const OF_THE_MACHINE: ReadonlySet<number> = new Set([5, 6, 8, 10, 13, 14, 15]);

function unavailable(error: unknown): unknown {
  const { errcode, syscall, code } = (error ?? {}) as { readonly errcode?: number; readonly syscall?: string; readonly code?: unknown };
  const ended = errcode === undefined && error instanceof Error && /thread has ended|not open/.test(error.message);
  // No thread could be started, or it ran out of memory.
  const noThread = typeof code === "string" && code.startsWith("ERR_WORKER_");
  return ended || noThread || syscall !== undefined || (errcode !== undefined && OF_THE_MACHINE.has(errcode & 0xff))
    ? new StateUnavailable("sqlite", error)
    : error;
}
