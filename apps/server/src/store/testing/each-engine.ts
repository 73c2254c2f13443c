import { afterAll, beforeAll, describe, onTestFinished } from "vitest";
import { tempDir } from "@openclaw/testing";
import { join } from "node:path";
import type { Engine } from "../engine.js";
import { type Migration, STATE_MIGRATIONS } from "../migrations.js";
import { openPostgresEngine } from "../postgres/postgres-engine.js";
import { openSqliteEngine } from "../sqlite/sqlite-engine.js";
import { hasPostgres, startPostgres, type TestPostgres } from "./start-postgres.js";

export interface EngineUnderTest {
  readonly name: "sqlite" | "postgres";
  /** An engine on an empty database of its own; closed with the test. */
  readonly open: () => Promise<Engine>;
  /** Where it is, for other processes. */
  readonly place: () => Promise<{ readonly dir: string; readonly databaseUrl?: string }>;
  /** As a program would that knows these migrations; default: all. */
  readonly openAt: (place: { readonly dir: string; readonly databaseUrl?: string }, migrations?: readonly Migration[]) => Promise<Engine>;
}

/** Runs the same tests over every engine: SQLite always, PostgreSQL where its programs are installed (SRV-9). */
export function eachEngine(name: string, tests: (engine: EngineUnderTest) => void): void {
  describe.each(hasPostgres ? (["sqlite", "postgres"] as const) : (["sqlite"] as const))(`${name} on %s`, (engineName) => {
    let postgres: TestPostgres | undefined;
    beforeAll(async () => {
      if (engineName === "postgres") postgres = await startPostgres();
    }, 60_000);
    afterAll(async () => {
      await postgres?.remove();
    });
    const place = async (): Promise<{ readonly dir: string; readonly databaseUrl?: string }> => {
      const dir = tempDir();
      return postgres === undefined ? { dir } : { dir, databaseUrl: await postgres.createDatabase() };
    };
    const openAt: EngineUnderTest["openAt"] = async ({ dir, databaseUrl }, migrations = STATE_MIGRATIONS) => {
      const engine =
        databaseUrl === undefined
          ? await openSqliteEngine({ path: join(dir, "state.sqlite"), migrations })
          : await openPostgresEngine({ url: databaseUrl, migrations });
      onTestFinished(() => engine.close());
      return engine;
    };
    tests({ name: engineName, place, openAt, open: async () => openAt(await place()) });
  });
}
