import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { type Durability, type SqlRow, type SqlValue, type Step, type StepResult, touchedEnough } from "../engine.js";

// Node strips the types of this file and starts it as a thread: nothing here may need more than that.

export type Outcome =
  | { readonly ok: true; readonly results: readonly StepResult[] | undefined }
  | { readonly ok: false; readonly error: unknown };

export interface Executor {
  /**
   * Runs writes that arrived together in one commit; every write is all or nothing on its own.
   *
   * @returns nothing when another process had the file until the end: nothing happened
   */
  writeAll(writes: readonly { readonly steps: readonly Step[] }[], durability: Durability, until?: Until): readonly Outcome[] | undefined;
  /** The same, but it neither waits for another process nor for the disk. */
  tryWriteAll(writes: readonly { readonly steps: readonly Step[] }[]): readonly Outcome[] | undefined;
  /** Brings every commit so far to the disk. */
  sync(until?: Until): void;
  /** Moves what the log holds into the file, and begins the log anew if nobody reads in it. */
  checkpoint(options?: CheckpointOptions, until?: Until): void;
  read(sql: string, params: readonly SqlValue[]): readonly SqlRow[];
  close(): void;
}

/** When the waiting for another process ends, in milliseconds since 1970; asked once, when there is something to wait for. */
export type Until = () => number;

export interface CheckpointOptions {
  /** All of it, waiting for whoever reads or writes, and the log is empty afterwards: what it held need not be on the disk there. */
  readonly whole?: boolean;
}

/** How long a write waits for another process that has the file. */
export const BUSY_MS = 10_000;

export interface ExecutorOptions {
  readonly path: string;
  /** How long to wait for another process's commit. Default `BUSY_MS`. */
  readonly busyMs?: number;
  /** Default true: `money` waits for the disk. */
  readonly durable?: boolean;
  /** Default true: a commit that finds the log long moves it into the file, which waits for the disk. */
  readonly checkpoints?: boolean;
}

interface Statement {
  readonly statement: StatementSync;
  /** It gives rows: a query, or a write with `RETURNING`. */
  readonly givesRows: boolean;
}

interface Connection {
  readonly database: DatabaseSync;
  readonly prepare: (sql: string) => Statement;
  readonly run: (sql: string) => void;
}

/**
 * SQLite in WAL: `money` commits with synchronous FULL, the others with NORMAL. One connection for both: what another connection commits makes
 * this one forget every page it has read.
 *
 * @param pause between two tries while another process has the file
 */
export function openExecutor(options: ExecutorOptions, pause: () => void = sleep): Executor {
  const { path, busyMs = BUSY_MS, durable = true, checkpoints = true } = options;
  const usual: Until = () => Date.now() + busyMs;
  const connection = connect(path, durable ? "NORMAL" : "OFF", (run) => retryBusy(run, usual, pause));
  if (!checkpoints) connection.database.exec("PRAGMA wal_autocheckpoint=0");
  const onDisk = <Value>(commit: () => Value): Value => {
    connection.run("PRAGMA synchronous=FULL");
    try {
      return commit();
    } finally {
      connection.run("PRAGMA synchronous=NORMAL");
    }
  };

  const sync = (until = usual): void => {
    if (!durable) return;
    // Any commit with FULL syncs the log, and with it what was committed before. The number itself means nothing.
    onDisk(() => {
      retryBusy(() => connection.run("BEGIN IMMEDIATE"), until, pause);
      connection.database.exec(`PRAGMA user_version=${Date.now() % 1_000_000_000}; COMMIT`);
    });
  };

  return {
    writeAll(writes, durability, until = usual) {
      const commit = (): readonly Outcome[] => commitTogether(connection, writes, (run) => retryBusy(run, until, pause));
      return unlessBusy(writes, () => (durability === "money" && durable ? onDisk(commit) : commit()));
    },
    tryWriteAll: (writes) => unlessBusy(writes, () => commitTogether(connection, writes, (run) => run())),
    sync,
    checkpoint({ whole = false } = {}, until = usual) {
      if (whole) {
        const empty = (): void => {
          const [row] = connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)").statement.all();
          // That somebody was in its way is told, not thrown.
          if (row?.["busy"] !== 0n) throw busyError();
        };
        retryBusy(empty, usual, pause);
        return;
      }
      connection.prepare("PRAGMA wal_checkpoint(PASSIVE)").statement.all();
      // The next commit begins the log anew, and waits for the disk to do so: better here than wherever it comes.
      sync(until);
    },
    read: (sql, params) => connection.prepare(sql).statement.all(...(params as SQLInputValue[])),
    close: () => connection.database.close(),
  };
}

function connect(path: string, synchronous: "OFF" | "NORMAL", whenFree: WhenFree): Connection {
  // Waiting is done here, in short, even steps: SQLite's own go up to 100 ms, which starves one of several processes. And when several make a new
  // file's WAL at the same moment, SQLite does not wait at all: all but one are refused at once.
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    whenFree(() => database.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=${synchronous}`));
    database.exec("PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864");
  } catch (error) {
    database.close();
    throw error;
  }
  const statements = new Map<string, Statement>();
  const prepare = (sql: string): Statement => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    const prepared = { statement, givesRows: statement.columns().length > 0 };
    statements.set(sql, prepared);
    return prepared;
  };
  return { database, prepare, run: (sql) => void prepare(sql).statement.run() };
}

function commitTogether(
  connection: Connection,
  writes: readonly { readonly steps: readonly Step[] }[],
  whenFree: WhenFree,
): readonly Outcome[] {
  whenFree(() => connection.run("BEGIN IMMEDIATE"));
  try {
    const outcomes = writes.map(({ steps }) => runWrite(connection, steps));
    connection.run("COMMIT");
    return outcomes;
  } catch (error) {
    if (connection.database.isTransaction) connection.run("ROLLBACK");
    throw error;
  }
}

/** When the begin or the commit fails, none of the writes happened. */
function unlessBusy(writes: readonly unknown[], commit: () => readonly Outcome[]): readonly Outcome[] | undefined {
  try {
    return commit();
  } catch (error) {
    return isBusy(error) ? undefined : writes.map(() => ({ ok: false, error }));
  }
}

type WhenFree = <Value>(run: () => Value) => Value;

/** Tries again for as long as another process has the file, and once at least. */
function retryBusy<Value>(run: () => Value, until: Until, pause: () => void): Value {
  for (let untilMs: number | undefined; ;) {
    try {
      return run();
    } catch (error) {
      if (!isBusy(error) || Date.now() >= (untilMs ??= until())) throw error;
      pause();
    }
  }
}

const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  // The lower byte is the kind: one that repairs the log after a crash has a number of its own.
  return ((error as { readonly errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY;
}

/** As SQLite says it. */
export function busyError(): Error {
  const errstr = "database is locked";
  return Object.assign(new Error(errstr), { errcode: SQLITE_BUSY, errstr });
}

const SLEEP = new Int32Array(new SharedArrayBuffer(4));

function sleep(): void {
  Atomics.wait(SLEEP, 0, 0, 0.5 + Math.random());
}

function runWrite(connection: Connection, steps: readonly Step[]): Outcome {
  const results: StepResult[] = [];
  const takeBack = (): void => {
    connection.run("ROLLBACK TO one");
    connection.run("RELEASE one");
  };
  connection.run("SAVEPOINT one");
  try {
    for (const step of steps) {
      const result = runStep(connection.prepare(step.sql), step.params);
      if (!touchedEnough(step.must, result.changes)) {
        takeBack();
        return { ok: true, results: undefined };
      }
      results.push(result);
    }
    connection.run("RELEASE one");
    return { ok: true, results };
  } catch (error) {
    // A full disk ends the whole transaction by itself; then nothing of it may be acknowledged.
    if (!connection.database.isTransaction) throw error;
    takeBack();
    return { ok: false, error };
  }
}

const NO_ROWS: readonly SqlRow[] = [];

function runStep({ statement, givesRows }: Statement, params: readonly SqlValue[]): StepResult {
  if (givesRows) {
    const rows = statement.all(...(params as SQLInputValue[])) as SqlRow[];
    return { rows, changes: rows.length };
  }
  return { rows: NO_ROWS, changes: Number(statement.run(...(params as SQLInputValue[])).changes) };
}
