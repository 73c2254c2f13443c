import { ConfigError } from "@openclaw/core";
import type { Engine } from "./engine.js";
import { numberOf } from "./sql-value.js";
import type { Migration } from "./migrations.js";

/**
 * Brings a database up to date, one migration a transaction. Instances that start together do not disturb each other: SQLite has one writer,
 * PostgreSQL is held by an advisory lock around this, and a migration counts only when its number is new.
 *
 * @throws ConfigError for a database of a newer version than this program
 */
export async function migrate(engine: Engine, migrations: readonly Migration[]): Promise<void> {
  const create = "CREATE TABLE IF NOT EXISTS schema_migrations (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)";
  await engine.write([{ sql: create, params: [] }], "money");
  const [row] = await engine.read("SELECT COALESCE(MAX(version), 0) AS version FROM schema_migrations", []);
  const applied = row === undefined ? 0 : numberOf(row, "version");
  const newest = migrations.at(-1)?.version ?? 0;
  if (applied > newest) {
    throw new ConfigError(
      `The database is of version ${applied}, and this openclaw-server knows none beyond ${newest}: a newer one wrote it.`,
      {
        code: "config_io",
        hint: "Start the newer program, or go back to the backup from before it.",
      },
    );
  }
  for (const { version, statements } of migrations) {
    if (version <= applied) continue;
    const mark = {
      sql: "INSERT INTO schema_migrations (version, applied_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
      params: [version, Date.now()],
      must: true,
    };
    await engine.write([mark, ...statements(engine.name).map((sql) => ({ sql, params: [] }))], "money");
  }
}
