import type { Engine } from "../store/engine.js";
import { numberOf } from "../store/sql-value.js";

/** Deletes what is over the bound of each owner, the longest unused first. */
export async function pruneSessions(engine: Engine, maxSessions: number): Promise<void> {
  // Owners are few and this runs rarely: each is asked for what is over.
  const rows = await engine.read("SELECT owner, COUNT(*) AS amount FROM sessions GROUP BY owner", [], { heavy: true });
  for (const row of rows) {
    const over = numberOf(row, "amount") - maxSessions;
    if (over <= 0) continue;
    const old = await engine.read("SELECT id FROM sessions WHERE owner = ? ORDER BY updated_at, seq LIMIT ?", [String(row["owner"]), over]);
    for (const { id = "" } of old) {
      await engine.write(
        [
          { sql: "DELETE FROM session_messages WHERE session_id = ?", params: [id] },
          { sql: "DELETE FROM sessions WHERE id = ?", params: [id] },
        ],
        "plain",
      );
    }
  }
}
