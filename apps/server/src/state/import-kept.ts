import { join } from "node:path";
import { type LoadConfigOptions, loadConfig } from "@openclaw/config/node";
import { ConfigError } from "@openclaw/core";
import { StateUnavailable } from "../store/unavailable.js";
import { importSqlite } from "./import-sqlite.js";

/** Moves from SQLite to PostgreSQL as the environment names both (SRV-9). @returns what was copied, in words. @throws ConfigError */
export async function importKept(options: LoadConfigOptions): Promise<string> {
  const { stateDir, environment } = await loadConfig(options);
  const databaseUrl = environment.values["OPENCLAW_DATABASE_URL"]?.trim() ?? "";
  if (databaseUrl === "") {
    throw new ConfigError("No database is named to import into.", {
      code: "config_invalid",
      hint: "Set OPENCLAW_DATABASE_URL to an empty PostgreSQL database.",
    });
  }
  try {
    const copied = Object.entries(await importSqlite({ dir: join(stateDir, "server"), databaseUrl })).filter(([, rows]) => rows > 0);
    return `Copied: ${copied.map(([table, rows]) => `${rows} of ${table}`).join(", ")}. SQLite is as it was; videos stay in the state folder.`;
  } catch (error) {
    if (!(error instanceof StateUnavailable)) throw error;
    throw new ConfigError(error.message, { code: "config_io", hint: "Check OPENCLAW_DATABASE_URL, and the state folder.", cause: error });
  }
}
