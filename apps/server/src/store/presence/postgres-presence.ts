import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import type { Engine } from "../engine.js";
import { numberOf } from "../sql-value.js";
import { StateUnavailable } from "../unavailable.js";
import { newInstanceId, type Presence } from "./presence.js";

// Any number will do as long as it is always the same.
const LOCK_CLASS = 7_301_843;
const CONNECT_MS = 3000;
const MAX_WAIT_MS = 2000;
/** A living process whose connection broke has its lock again by then. */
const SECOND_LOOK_MS = 1000;
// Well before a lease ends.
const ASK_EVERY_MS = 5000;

export interface PostgresPresenceOptions {
  readonly url: string;
  readonly engine: Engine;
  /** For tests. */
  readonly instanceId?: string;
  /** How often the connection is asked whether it is there; it has as long to answer. Default 5 s. */
  readonly askEveryMs?: number;
}

/**
 * One connection with an advisory lock for each process: PostgreSQL lets the lock go when the connection ends, which it does with the process. A
 * machine that vanishes without a word keeps its connection until TCP notices; leases end before that.
 *
 * @throws StateUnavailable when the database does not answer
 */
export async function announceOnPostgres(options: PostgresPresenceOptions): Promise<Presence> {
  const { url, engine, instanceId = newInstanceId(), askEveryMs = ASK_EVERY_MS } = options;
  const closing = new AbortController();
  let client: pg.Client | undefined;

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
      application_name: "openclaw-server",
    });
    // Each end is told by `end`; an error before it says no more.
    fresh.on("error", () => undefined);
    await fresh.connect();
    try {
      // After a broken connection the old one may hold the lock for a moment longer: this waits for it.
      await fresh.query("SELECT pg_advisory_lock($1, $2)", [LOCK_CLASS, lockOf(instanceId)]);
    } catch (error) {
      await fresh.end().catch(() => undefined);
      throw error;
    }
    // Closed in the meantime: nobody would end this connection, and it would go on saying that this process lives.
    if (closing.signal.aborted) return fresh.end();
    client = fresh;
    fresh.once("end", () => void stay());
    watch(fresh);
    // Nothing waits for this connection.
    (fresh as unknown as { unref(): void }).unref();
  };
  /** A connection that has fallen silent may be long gone at the other side, and the lock with it: others would take this process for dead. */
  const watch = (current: pg.Client): void => {
    let asked = false;
    const timer = setInterval(() => {
      if (asked) return (current as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream.destroy();
      asked = true;
      current.query("SELECT 1").then(
        () => (asked = false),
        () => undefined,
      );
    }, askEveryMs);
    timer.unref();
    current.once("end", () => clearInterval(timer));
  };
  const stay = async (): Promise<void> => {
    for (let waitMs = 50; !closing.signal.aborted; waitMs = Math.min(MAX_WAIT_MS, waitMs * 2)) {
      try {
        return await connect();
      } catch {
        await wait(waitMs, undefined, { ref: false });
      }
    }
  };
  await connect().catch((error: unknown) => {
    throw new StateUnavailable("postgres", error);
  });

  const isFree = async (id: string): Promise<boolean> => {
    // Shared, so that two who ask at once do not take each other for the living; it ends with the statement.
    const sql = "SELECT CASE WHEN pg_try_advisory_xact_lock_shared(?, ?) THEN 1 ELSE 0 END AS free";
    const [row = {}] = await engine.read(sql, [LOCK_CLASS, lockOf(id)]);
    return numberOf(row, "free") === 1;
  };
  return {
    instanceId,
    async isGone(id) {
      if (id === instanceId || !(await isFree(id))) return false;
      await wait(SECOND_LOOK_MS);
      return isFree(id);
    },
    async close() {
      closing.abort();
      await client?.end().catch(() => undefined);
    },
  };
}

function lockOf(instanceId: string): number {
  return createHash("sha256").update(instanceId).digest().readInt32BE(0);
}
