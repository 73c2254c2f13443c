import type { Socket } from "node:net";
import pg from "pg";
import { type Engine, type SqlRow, type SqlValue, type Step, type StepResult, touchedEnough } from "../engine.js";
import { migrate } from "../migrate.js";
import type { Migration } from "../migrations.js";
import { StateUnavailable } from "../unavailable.js";
import { isLostRace, isSilence, isStalePlan, isUnavailable } from "./classify-failure.js";
import { guardedResult, guardedSql, hasMissed } from "./guarded.js";
import { numbered } from "./numbered.js";

export interface PostgresEngineOptions {
  /** `postgres://user:password@host/database` */
  readonly url: string;
  readonly migrations: readonly Migration[];
  /** Connections of each of the two pools. Default 8. */
  readonly poolSize?: number;
  /** A connection that says nothing for so long, though it was asked, is dead. Default 13 s. */
  readonly quietMs?: number;
}

const CONNECT_MS = 3000;
const STATEMENT_MS = 10_000;
const HEAVY_MS = 120_000;
const LOCKED_MS = 60_000;
// PostgreSQL itself ends a statement before that: only a connection that has fallen silent takes longer.
const QUIET_MS = STATEMENT_MS + CONNECT_MS;
// More than a pool has connections: each may hold a statement that is no longer good.
const MAX_TRIES = 10;
// Any number will do as long as it is always the same.
const MIGRATION_LOCK = 7_301_842;

/**
 * PostgreSQL for several instances (SRV-9). Two pools: `money` waits for the disk (`synchronous_commit` on), `plain` does not. A connection that broke
 * is replaced at the next call, so that a restarted database needs no restart here.
 */
export async function openPostgresEngine({ url, migrations, poolSize = 8, quietMs = QUIET_MS }: PostgresEngineOptions): Promise<Engine> {
  const settings = { connectionString: url, max: poolSize, query_timeout: quietMs };
  const pools = {
    money: createPool({ ...settings, options: "-c synchronous_commit=on" }),
    plain: createPool({ ...settings, options: "-c synchronous_commit=off" }),
  };
  const guarded = <Value>(run: () => Promise<Value>): Promise<Value> =>
    guard(() =>
      retried(run).catch((error: unknown) => {
        // What made this one silent has most likely done so to those that nobody uses now; each would cost another request as long.
        if (isSilence(error)) for (const pool of Object.values(pools)) dropIdle(pool);
        throw error;
      }),
    );

  const engine: Engine = {
    name: "postgres",
    skipLocked: "FOR UPDATE SKIP LOCKED",
    read: (sql, params, { heavy = false } = {}) =>
      guarded(async () => {
        if (!heavy) return (await pools.plain.query(toQuery(sql, params))).rows as SqlRow[];
        const limit = { sql: `SET LOCAL statement_timeout = ${HEAVY_MS}`, params: [] };
        const [, result] = (await transact(pools.plain, [limit, { sql, params }], HEAVY_MS + CONNECT_MS)) ?? [];
        return result?.rows ?? [];
      }),
    write: (steps, durability) => guarded(() => runWrite(durability === "plain" ? pools.plain : pools.money, steps)),
    check: () => guard(async () => void (await pools.plain.query("SELECT 1"))),
    async close() {
      await Promise.all([pools.money.end(), pools.plain.end()]);
    },
  };
  try {
    await withMigrationLock(pools.money, () => migrate(engine, migrations));
  } catch (error) {
    await engine.close();
    throw error;
  }
  return engine;
}

function createPool(settings: pg.PoolConfig): pg.Pool {
  // Money does not fit a number; integers are bigints here as with SQLite.
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, (text: string) => BigInt(text));
  const pool = new pg.Pool({
    ...settings,
    types,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    idleTimeoutMillis: 60_000,
    allowExitOnIdle: true,
    application_name: "openclaw-server",
    // What is asked for together travels together: a transaction of twenty statements is one journey, not twenty-two.
    pipeline: true,
  });
  // An idle connection that breaks is dropped by the pool; nobody waits on it.
  pool.on("error", () => undefined);
  // Between two owners a connection has no listener for a moment, and an error that nobody hears ends the process. Whoever has it next is told at
  // the first statement.
  pool.on("connect", (client) => void client.on("error", () => undefined));
  return pool;
}

/** With the limit that the driver takes and its types do not know. */
type Query = pg.QueryConfig & { readonly query_timeout?: number };

function toQuery(sql: string, params: readonly SqlValue[], quietMs?: number): Query {
  const query = { ...numbered(sql), values: [...params] };
  return quietMs === undefined ? query : { ...query, query_timeout: quietMs };
}

async function runWrite(pool: pg.Pool, steps: readonly Step[]): Promise<readonly StepResult[] | undefined> {
  const [only] = steps;
  if (only === undefined || steps.length > 1) return transact(pool, steps);
  // One statement is a transaction by itself.
  const [outcome] = await Promise.allSettled([pool.query(toQuery(guardedSql(only), only.params))]);
  return readOutcomes(steps, [outcome]);
}

/** @param quietMs after how long without an answer the connection counts as dead, where that is not the pool's own limit */
async function transact(pool: pg.Pool, steps: readonly Step[], quietMs?: number): Promise<readonly StepResult[] | undefined> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks between two statements says so here and again at the next one.
  const onError = (error: Error): void => void (broken = error);
  client.on("error", onError);
  // A step that may well touch nothing is heard before the COMMIT is sent; else all go at once.
  const waits = steps.some(({ must }) => must === true);
  try {
    const [begun, ...outcomes] = await Promise.allSettled([
      client.query("BEGIN"),
      ...steps.map((step) => client.query(toQuery(guardedSql(step), step.params, quietMs))),
      ...(waits ? [] : [client.query(toQuery("COMMIT", [], quietMs))]),
    ]);
    const committed = waits ? undefined : outcomes.pop();
    if (begun.status === "rejected") throw begun.reason;
    // After a step that has failed those behind it only say so, and the COMMIT takes everything back.
    const results = readOutcomes(steps, outcomes);
    if (committed?.status === "rejected") throw committed.reason;
    if (waits) await client.query(results === undefined ? "ROLLBACK" : "COMMIT");
    return results;
  } catch (error) {
    if (isStalePlan(error)) broken ??= asError(error);
    // Where the COMMIT was sent there is nothing left to take back.
    if (waits && broken === undefined) await client.query("ROLLBACK").catch((failure: unknown) => void (broken ??= asError(failure)));
    throw error;
  } finally {
    client.off("error", onError);
    client.release(broken);
  }
}

/** @returns nothing when a step missed what it must touch: then nothing has happened. @throws the first failure, which is the cause of the others */
function readOutcomes(
  steps: readonly Step[],
  outcomes: readonly PromiseSettledResult<pg.QueryResult>[],
): readonly StepResult[] | undefined {
  const results: StepResult[] = [];
  for (const [index, step] of steps.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) continue;
    if (outcome.status === "rejected") {
      if (hasMissed(step, outcome.reason)) return undefined;
      throw outcome.reason;
    }
    const result = guardedResult(step, outcome.value.rows as SqlRow[], outcome.value.rowCount ?? 0);
    if (!touchedEnough(step.must, result.changes)) return undefined;
    results.push(result);
  }
  return results;
}

async function withMigrationLock(pool: pg.Pool, work: () => Promise<void>): Promise<void> {
  const client = await guard(() => pool.connect());
  try {
    await guard(() => client.query(`SET statement_timeout = ${LOCKED_MS}`));
    const lock = { text: "SELECT pg_advisory_lock($1)", values: [MIGRATION_LOCK], query_timeout: LOCKED_MS + CONNECT_MS };
    await guard(() => client.query(lock));
    await work();
  } finally {
    // Ends the session, and the lock with it.
    client.release(true);
  }
}

/** What did nothing runs again: one of two transactions that met (deadlock, serialisation), and one with a statement that is no longer good. */
async function retried<Value>(run: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (tries === MAX_TRIES || !(isLostRace(error) || isStalePlan(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** tries));
    }
  }
}

/** Closes the connections that nobody uses at the moment; they are made anew when somebody does. */
function dropIdle(pool: pg.Pool): void {
  for (let left = pool.idleCount; left > 0; left--) {
    void pool.connect().then(endAtOnce, () => undefined);
  }
}

/** Without a word to the other side, of whom nobody knows whether it listens. */
function endAtOnce(client: pg.PoolClient): void {
  client.release(true);
  (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream.destroy();
}

function asError(failure: unknown): Error {
  return failure instanceof Error ? failure : new Error(String(failure));
}

async function guard<Value>(run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    throw isUnavailable(error) ? new StateUnavailable("postgres", error) : error;
  }
}
