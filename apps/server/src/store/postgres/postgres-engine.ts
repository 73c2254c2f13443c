import pg from "pg";
import { type Engine, type SqlRow, type SqlValue, type Step, type StepResult, touchedEnough } from "../engine.js";
import { migrate } from "../migrate.js";
import type { Migration } from "../migrations.js";
import { StateUnavailable } from "../unavailable.js";
import { isLostRace, isStalePlan, isUnavailable } from "./classify-failure.js";
import { guardedResult, guardedSql, hasMissed } from "./guarded.js";
import { numbered } from "./numbered.js";

export interface PostgresEngineOptions {
  /** `postgres://user:password@host/database` */
  readonly url: string;
  readonly migrations: readonly Migration[];
  /** Connections of each of the two pools. Default 8. */
  readonly poolSize?: number;
}

const CONNECT_MS = 3000;
const STATEMENT_MS = 10_000;
const HEAVY_MS = 120_000;
// More than a pool has connections: each may hold a statement that is no longer good.
const MAX_TRIES = 10;
// Any number will do as long as it is always the same.
const MIGRATION_LOCK = 7_301_842;

/**
 * PostgreSQL for several instances (SRV-9). Two pools: `money` waits for the disk (`synchronous_commit` on), `plain` does not. A connection that broke
 * is replaced at the next call, so that a restarted database needs no restart here.
 */
export async function openPostgresEngine({ url, migrations, poolSize = 8 }: PostgresEngineOptions): Promise<Engine> {
  const pools = {
    money: createPool(url, poolSize, "-c synchronous_commit=on"),
    plain: createPool(url, poolSize, "-c synchronous_commit=off"),
  };

  const engine: Engine = {
    name: "postgres",
    skipLocked: "FOR UPDATE SKIP LOCKED",
    read: (sql, params, { heavy = false } = {}) =>
      guarded(async () => {
        if (!heavy) return (await pools.plain.query(toQuery(sql, params))).rows as SqlRow[];
        const [, result] = await transact(pools.plain, [
          { sql: `SET LOCAL statement_timeout = ${HEAVY_MS}`, params: [] },
          { sql, params },
        ]).then((results) => results ?? []);
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

function createPool(url: string, max: number, options: string): pg.Pool {
  // Money does not fit a number; integers are bigints here as with SQLite.
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, (text: string) => BigInt(text));
  const pool = new pg.Pool({
    connectionString: url,
    max,
    options,
    types,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: HEAVY_MS + CONNECT_MS,
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

function toQuery(sql: string, params: readonly SqlValue[]): pg.QueryConfig {
  return { ...numbered(sql), values: [...params] };
}

async function runWrite(pool: pg.Pool, steps: readonly Step[]): Promise<readonly StepResult[] | undefined> {
  const [only] = steps;
  if (only === undefined || steps.length > 1) return transact(pool, steps);
  // One statement is a transaction by itself.
  const [outcome] = await Promise.allSettled([pool.query(toQuery(guardedSql(only), only.params))]);
  return readOutcomes(steps, [outcome]);
}

async function transact(pool: pg.Pool, steps: readonly Step[]): Promise<readonly StepResult[] | undefined> {
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
      ...steps.map((step) => client.query(toQuery(guardedSql(step), step.params))),
      ...(waits ? [] : [client.query("COMMIT")]),
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
    await guard(() => client.query("SET statement_timeout = 60000"));
    await guard(() => client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]));
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

function guarded<Value>(run: () => Promise<Value>): Promise<Value> {
  return guard(() => retried(run));
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
