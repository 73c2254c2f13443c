import type { Engine, SqlValue } from "../store/engine.js";
import { readSessionRow, SESSION_COLUMNS } from "./session-rows.js";
import { ownedBy } from "./session-table.js";
import type { Owner, Session, SessionPage } from "./session-types.js";

const MAX_PAGE = 200;

/** Newest first; a search looks at titles and words. */
export async function listSessions(
  engine: Engine,
  owner: Owner,
  { limit = 50, beforeId, search }: SessionPage = {},
): Promise<readonly Session[]> {
  const owned = ownedBy(owner);
  const conditions: string[] = [owned.sql];
  const params: SqlValue[] = [...owned.params];
  if (beforeId !== undefined) {
    conditions.push("(updated_at, seq) < (SELECT b.updated_at, b.seq FROM sessions b WHERE b.id = ?)");
    params.push(beforeId);
  }
  if (search !== undefined && search.trim() !== "") {
    const pattern = `%${search
      .trim()
      .toLowerCase()
      .replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    conditions.push(
      `(LOWER(COALESCE(title, '')) LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM session_messages m WHERE m.session_id = sessions.id AND m.words LIKE ? ESCAPE '\\'))`,
    );
    params.push(pattern, pattern);
  }
  const rows = await engine.read(
    `SELECT ${SESSION_COLUMNS} FROM sessions WHERE ${conditions.join(" AND ")} ORDER BY updated_at DESC, seq DESC LIMIT ?`,
    [...params, Math.min(MAX_PAGE, Math.max(1, limit))],
    { heavy: search !== undefined },
  );
  return rows.map(readSessionRow);
}
