import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { Durability, SqlRow, SqlValue, Step, StepResult } from "../engine.js";

// Node strips the types of this file and starts it as a thread: nothing here may need more than that.

export type Outcome =
  | { readonly ok: true; readonly results: readonly StepResult[] | undefined }
  | { readonly ok: false; readonly error: unknown };

export interface Executor {
  /** Runs writes that arrived together in one commit; every write is all or nothing on its own. */
  writeAll(writes: readonly { readonly steps: readonly Step[] }[], durability: Durability): readonly Outcome[];
  /** Brings every commit so far to the disk. */
  sync(): void;
  read(sql: string, params: readonly SqlValue[]): readonly SqlRow[];
  close(): void;
}

export interface ExecutorOptions {
  readonly path: string;
  /** How long to wait for another process's commit. Default 10 s. */
  readonly busyMs?: number;
  /** Default true: `money` waits for the disk. */
  readonly durable?: boolean;
}

interface Connection {
  readonly database: DatabaseSync;
  readonly prepare: (sql: string) => StatementSync;
}

/** SQLite in WAL: `money` commits with synchronous FULL, the others with NORMAL, each through its own connection. */
export function openExecutor({ path, busyMs = 10_000, durable = true }: ExecutorOptions): Executor {
  const plain = connect(path, durable ? "NORMAL" : "OFF", busyMs);
  let full: Connection | undefined;
  const connectFull = (): Connection => (full ??= connect(path, "FULL", busyMs));

  return {
    writeAll(writes, durability) {
      const connection = durability === "money" && durable ? connectFull() : plain;
      try {
        return commitTogether(connection, writes, busyMs);
      } catch (error) {
        // Begin or commit failed: none of them happened.
        return writes.map(() => ({ ok: false, error }));
      }
    },
    sync() {
      if (!durable) return;
      // Any commit with FULL syncs the log, and with it what was committed before. The number itself means nothing.
      const { database } = connectFull();
      begin(database, busyMs);
      database.exec(`PRAGMA user_version=${Date.now() % 1_000_000_000}; COMMIT`);
    },
    read: (sql, params) => plain.prepare(sql).all(...(params as SQLInputValue[])),
    close() {
      full?.database.close();
      plain.database.close();
    },
  };
}

function connect(path: string, synchronous: "OFF" | "NORMAL" | "FULL", busyMs: number): Connection {
  const database = new DatabaseSync(path, { timeout: busyMs });
  database.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=${synchronous}; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864`);
  // From here on waiting is done in short, even steps: SQLite's own go up to 100 ms, which starves one of several processes.
  database.exec("PRAGMA busy_timeout=0");
  const statements = new Map<string, StatementSync>();
  return {
    database,
    prepare(sql) {
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = database.prepare(sql);
        statement.setReadBigInts(true);
        statements.set(sql, statement);
      }
      return statement;
    },
  };
}

function commitTogether(
  connection: Connection,
  writes: readonly { readonly steps: readonly Step[] }[],
  busyMs: number,
): readonly Outcome[] {
  begin(connection.database, busyMs);
  try {
    const outcomes = writes.map(({ steps }) => runWrite(connection, steps));
    connection.database.exec("COMMIT");
    return outcomes;
  } catch (error) {
    if (connection.database.isTransaction) connection.database.exec("ROLLBACK");
    throw error;
  }
}

function begin(database: DatabaseSync, busyMs: number): void {
  const deadlineMs = Date.now() + busyMs;
  for (;;) {
    try {
      database.exec("BEGIN IMMEDIATE");
      return;
    } catch (error) {
      if ((error as { readonly errcode?: number }).errcode !== SQLITE_BUSY || Date.now() >= deadlineMs) throw error;
      Atomics.wait(SLEEP, 0, 0, 0.5 + Math.random());
    }
  }
}

const SQLITE_BUSY = 5;
const SLEEP = new Int32Array(new SharedArrayBuffer(4));

function runWrite(connection: Connection, steps: readonly Step[]): Outcome {
  const { database } = connection;
  const results: StepResult[] = [];
  database.exec("SAVEPOINT one");
  try {
    for (const step of steps) {
      const result = runStep(connection.prepare(step.sql), step.params);
      if (step.must === true && result.changes === 0) {
        database.exec("ROLLBACK TO one; RELEASE one");
        return { ok: true, results: undefined };
      }
      results.push(result);
    }
    database.exec("RELEASE one");
    return { ok: true, results };
  } catch (error) {
    // A full disk ends the whole transaction by itself; then nothing of it may be acknowledged.
    if (!database.isTransaction) throw error;
    database.exec("ROLLBACK TO one; RELEASE one");
    return { ok: false, error };
  }
}

function runStep(statement: StatementSync, params: readonly SqlValue[]): StepResult {
  if (statement.columns().length > 0) {
    const rows = statement.all(...(params as SQLInputValue[])) as SqlRow[];
    return { rows, changes: rows.length };
  }
  return { rows: [], changes: Number(statement.run(...(params as SQLInputValue[])).changes) };
}
