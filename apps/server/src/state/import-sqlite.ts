import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "@openclaw/core";
import type { Engine, SqlValue, Step } from "../store/engine.js";
import { STATE_MIGRATIONS } from "../store/migrations.js";
import { openPostgresEngine } from "../store/postgres/postgres-engine.js";
import { announceOnSqlite } from "../store/presence/sqlite-presence.js";
import { numberOf } from "../store/sql-value.js";
import { openSqliteEngine } from "../store/sqlite/sqlite-engine.js";

/** Every table but the rates, which are full again in a minute; with the column that the database numbers by itself. */
const TABLES: readonly (readonly [table: string, serial?: string])[] = [
  ["settings"],
  ["keys", "seq"],
  ["key_days"],
  ["reservations"],
  ["ledger", "id"],
  ["idempotency"],
  ["video_jobs", "seq"],
  ["webhooks", "seq"],
  ["sessions", "seq"],
  ["session_messages", "seq"],
];
const TOGETHER = 500;

/** How many rows of each table were copied. */
export type ImportedRows = Readonly<Record<string, number>>;

/**
 * Copies what a server kept in SQLite into an empty PostgreSQL: keys with what they have spent, the ledger, conversations, jobs, secrets of webhooks
 * (SRV-9). SQLite stays as it is. What was copied of an import that fails is taken out again.
 *
 * @param options.dir the folder `server` in the state folder
 * @throws ConfigError when there is nothing to copy, a server still runs on it, or the database is not empty; StateUnavailable
 */
export async function importSqlite({ dir, databaseUrl }: { readonly dir: string; readonly databaseUrl: string }): Promise<ImportedRows> {
  const path = join(dir, "state.sqlite");
  if (!existsSync(path)) throw refused(`There is no ${path} to import.`, "Name the state folder with OPENCLAW_STATE_DIR.");
  // Takes the files of the dead away; what is left beside our own belongs to the living.
  const presence = await announceOnSqlite(dir);
  try {
    if ((await readdir(join(dir, "instances"))).length > 1) {
      throw refused(`A server still runs on ${path}.`, "Stop it first: what it spends meanwhile would be missing.");
    }
    const from = await openSqliteEngine({ path, migrations: STATE_MIGRATIONS });
    try {
      const to = await openPostgresEngine({ url: databaseUrl, migrations: STATE_MIGRATIONS });
      try {
        return await copyAll(from, to);
      } finally {
        await to.close();
      }
    } finally {
      await from.close();
    }
  } finally {
    await presence.close();
  }
}

async function copyAll(from: Engine, to: Engine): Promise<ImportedRows> {
  for (const [table] of TABLES) {
    if ((await to.read(`SELECT 1 AS one FROM ${table} LIMIT 1`, [])).length === 0) continue;
    throw refused(`The database is not empty: ${table} has rows.`, "Name an empty one in OPENCLAW_DATABASE_URL.");
  }
  try {
    const copied: Record<string, number> = {};
    for (const [table, serial] of TABLES) copied[table] = await copyTable(from, to, { table, serial });
    return copied;
  } catch (error) {
    const emptied = TABLES.map(([table]): Step => ({ sql: `DELETE FROM ${table}`, params: [] }));
    await to.write(emptied, "money").catch(() => undefined);
    throw error;
  }
}

async function copyTable(
  from: Engine,
  to: Engine,
  { table, serial }: { readonly table: string; readonly serial: string | undefined },
): Promise<number> {
  let copied = 0;
  let after = 0;
  for (;;) {
    const rows = await from.read(`SELECT rowid AS place, * FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ${TOGETHER}`, [after], {
      heavy: true,
    });
    const steps = rows.map(({ place: _place, ...row }): Step => {
      const columns = Object.keys(row);
      const own = serial === undefined ? "" : " OVERRIDING SYSTEM VALUE";
      const sql = `INSERT INTO ${table} (${columns.join(", ")})${own} VALUES (${columns.map(() => "?").join(", ")})`;
      return { sql, params: Object.values<SqlValue>(row) };
    });
    if (steps.length > 0) await to.write(steps, "money");
    copied += rows.length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < TOGETHER) break;
    after = numberOf(last, "place");
  }
  if (serial !== undefined && copied > 0) {
    const next = `SELECT setval(pg_get_serial_sequence('${table}', '${serial}'), (SELECT MAX(${serial}) FROM ${table}))`;
    await to.write([{ sql: next, params: [] }], "money");
  }
  return copied;
}

function refused(message: string, hint: string): ConfigError {
  return new ConfigError(message, { code: "config_invalid", hint });
}
