import { createCircuits, type Clock } from "@openclaw/core";
import { systemClock } from "@openclaw/core/internal";
import { join } from "node:path";
import { type Closers, createClosers } from "../closers.js";
import { createBudgets } from "../budget/create-budgets.js";
import { createIdempotency } from "../idempotency/create-idempotency.js";
import { createContentStore } from "../jobs/content-store.js";
import { createVideoJobs } from "../jobs/create-video-jobs.js";
import type { VideoJobOptions } from "../jobs/job-options.js";
import { createJobTable } from "../jobs/job-table.js";
import { createKeys } from "../keys/create-keys.js";
import { createLedger } from "../ledger/create-ledger.js";
import { createLeasedRates } from "../rate-limit/leased-rates.js";
import { createRedisRates } from "../rate-limit/redis-rates.js";
import { createSqlRates } from "../rate-limit/sql-rates.js";
import { watchCircuits } from "../circuits/watch-circuits.js";
import { createSessions } from "../sessions/create-sessions.js";
import { createWebhooks } from "../webhooks/create-webhooks.js";
import { createWebhookSecrets } from "../webhooks/webhook-secrets.js";
import { type Chore, startChores } from "./chores.js";
import { DEFAULT_LEASE_MS, type StateContext } from "../store/context.js";
import type { Engine } from "../store/engine.js";
import { RATE_MIGRATIONS, STATE_MIGRATIONS } from "../store/migrations.js";
import type { Presence } from "../store/presence/presence.js";
import { connectRedis } from "../store/redis/redis-client.js";
import { createSharedCircuits, type CircuitBus, redisBus } from "../circuits/shared-circuits.js";
import { createMemoryCache, createRedisCache } from "../store/response-cache.js";
import type { ReconcileHook } from "../budget/budget-types.js";
import type { State, StateHealth } from "./state.js";

export interface OpenStateOptions {
  /** Where the SQLite files and the videos are. Made when it is missing. */
  readonly dir: string;
  /** `OPENCLAW_DATABASE_URL`: PostgreSQL instead of SQLite. */
  readonly databaseUrl?: string | undefined;
  /** `OPENCLAW_REDIS_URL`: rates, circuits and the response cache for all instances. */
  readonly redisUrl?: string | undefined;
  /** Reaches the other processes on this machine: circuits are theirs together where there is no Redis. */
  readonly bus?: CircuitBus | undefined;
  readonly clock?: Clock | undefined;
  /** First rest of a candidate that fails. */
  readonly cooldownMs?: number | undefined;
  readonly videos: VideoJobOptions;
  readonly reconcile?: ReconcileHook | undefined;
  readonly reconcileGraceMs?: number | undefined;
  /** How long the work of an instance that fell silent waits for another. Default 30 s. */
  readonly leaseMs?: number | undefined;
  /** An address for webhooks that may be private: the one that whoever runs the server has named. */
  readonly trustedWebhookUrl?: string | undefined;
  /** Signs what goes there. Default: the secret of the job's key. */
  readonly trustedWebhookSecret?: (() => string | undefined) | undefined;
  readonly idempotencyRetentionMs?: number | undefined;
  /** Renewals, reconciling, video jobs and webhooks by themselves. Default true; tests may do without. */
  readonly background?: boolean | undefined;
  /** How often jobs and webhooks are looked for. Default 1 s. */
  readonly tickMs?: number | undefined;
  /** Told of background work that failed; it is tried again. */
  readonly onProblem?: ((chore: string, error: unknown) => void) | undefined;
}

const MINUTE_MS = 60_000;
/** A whole team waits for the end of a provider's outage: one question a minute is nothing to the provider, and ten minutes are much to the team. */
const MAX_REST_MS = MINUTE_MS;

/**
 * Opens everything the server keeps, and brings its tables up to date (SRV-9).
 *
 * @throws StateUnavailable when the database does not answer; Redis may come later. Error for a database of a newer version.
 */
export async function openState(options: OpenStateOptions): Promise<State> {
  const closers = createClosers();
  return closers.unlessOpened(() => openParts(options, closers));
}

async function openParts(options: OpenStateOptions, closers: Closers): Promise<State> {
  const { dir, clock = systemClock, databaseUrl, redisUrl, videos } = options;
  const opened = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    closers.add(() => part.close());
    return part;
  };
  const engine = opened(await openEngine(dir, databaseUrl));
  const presence = opened(await announce({ dir, databaseUrl, engine }));
  const { instanceId } = presence;
  const redis = redisUrl === undefined ? undefined : opened(await connectRedis(redisUrl));
  const rateEngine = redis === undefined && databaseUrl === undefined ? opened(await openRateEngine(dir)) : undefined;
  const { leaseMs = DEFAULT_LEASE_MS, trustedWebhookUrl: trustedUrl, trustedWebhookSecret: trustedSecret } = options;
  const context = { engine, clock, instanceId, presence, leaseMs };
  const { allowPrivateNetwork, resolveHost, random } = videos;

  const secrets = createWebhookSecrets(context);
  const budgets = createBudgets(context, { reconcile: options.reconcile, graceMs: options.reconcileGraceMs });
  const idempotency = createIdempotency(context, { retentionMs: options.idempotencyRetentionMs });
  const sessions = createSessions(context);
  const webhooks = createWebhooks(context, { secrets, trustedUrl, trustedSecret, allowPrivateNetwork, resolveHost, random });
  const sqlRates = createSqlRates(rateEngine ?? engine, clock);
  // Looked at on this side of what is shared, so that what another instance saw fail is in the list too.
  const { cooldownMs } = options;
  const maxCooldownMs = Math.max(MAX_REST_MS, cooldownMs ?? 0);
  const watched = watchCircuits(createCircuits({ clock, maxCooldownMs, ...(cooldownMs === undefined ? {} : { cooldownMs }) }));
  const bus = redis === undefined ? options.bus : redisBus(redis);
  const circuits = bus === undefined ? watched : await createSharedCircuits(bus, instanceId, watched);
  const content = createContentStore(dir);
  const table = createJobTable(context);
  const jobs = createVideoJobs({ context, table, content, budgets, webhooks, options: { circuits, ...videos } });

  const { tickMs = 1000 } = options;
  const chores: readonly Chore[] = [
    { name: "video jobs", everyMs: tickMs, run: () => jobs.work() },
    { name: "webhooks", everyMs: tickMs, run: (signal) => webhooks.work(signal) },
    { name: "renewals", everyMs: Math.min(8000, leaseMs / 3), run: () => Promise.all([budgets.renew(), idempotency.renew()]) },
    { name: "lost reservations", everyMs: Math.min(10_000, leaseMs), run: (signal) => budgets.reconcile(signal) },
    {
      name: "retention",
      everyMs: 10 * MINUTE_MS,
      run: () =>
        Promise.all([
          budgets.prune(),
          idempotency.prune(),
          webhooks.prune(),
          sessions.prune(),
          jobs.prune(),
          redis === undefined ? sqlRates.prune() : undefined,
        ]),
    },
  ];
  const stopChores = options.background === false ? () => Promise.resolve() : startChores(chores, clock, options.onProblem);
  closers.add(() => Promise.all([stopChores(), jobs.stop()]).then(() => undefined));

  return {
    keys: createKeys(context, (keyId) => secrets.secretFor(keyId)),
    budgets,
    rates: createLeasedRates(redis === undefined ? sqlRates : createRedisRates(redis, clock), clock),
    ledger: createLedger(context),
    idempotency,
    sessions,
    jobs,
    webhooks,
    circuits,
    watched,
    cache: redis === undefined ? createMemoryCache(clock) : createRedisCache(redis),
    async check(): Promise<StateHealth> {
      const asked = [
        { name: engine.name, ask: () => engine.check() },
        ...(redis === undefined ? [] : [{ name: "redis" as const, ask: () => redis.run((client) => client.ping()) }]),
      ];
      const engines = await Promise.all(
        asked.map(async ({ name, ask }) => {
          try {
            await ask();
            return { name, ok: true };
          } catch (error) {
            return { name, ok: false, error: error instanceof Error ? error.message : "unknown" };
          }
        }),
      );
      return { ok: engines.every(({ ok }) => ok), engines };
    },
    close: () => closers.close(),
  };
}

async function openEngine(dir: string, databaseUrl: string | undefined): Promise<Engine> {
  // Loaded when needed: a server on SQLite has no use for a PostgreSQL client, nor the other way round.
  if (databaseUrl !== undefined) {
    const { openPostgresEngine } = await import("../store/postgres/postgres-engine.js");
    return openPostgresEngine({ url: databaseUrl, migrations: STATE_MIGRATIONS });
  }
  const { openSqliteEngine } = await import("../store/sqlite/sqlite-engine.js");
  return openSqliteEngine({ path: join(dir, "state.sqlite"), migrations: STATE_MIGRATIONS });
}

async function announce({
  dir,
  databaseUrl: url,
  engine,
}: Pick<OpenStateOptions, "dir" | "databaseUrl"> & Pick<StateContext, "engine">): Promise<Presence> {
  if (url === undefined) return (await import("../store/presence/sqlite-presence.js")).announceOnSqlite(dir);
  return (await import("../store/presence/postgres-presence.js")).announceOnPostgres({ url, engine });
}

/** Rates in a file of their own: taking one is a matter of microseconds and never waits behind money on its way to the disk. */
async function openRateEngine(dir: string): Promise<Engine> {
  const { openSqliteEngine } = await import("../store/sqlite/sqlite-engine.js");
  return openSqliteEngine({ path: join(dir, "rates.sqlite"), migrations: RATE_MIGRATIONS, writes: "here" });
}
