import { randomBytes } from "node:crypto";
import type { StateContext } from "../store/context.js";
import type { SqlValue, Step } from "../store/engine.js";
import { MAX_MESSAGES } from "./begin-turn.js";
import { readMessageRow, readSessionRow, SESSION_COLUMNS } from "./session-rows.js";
import type { Owner, Session, SessionMessage, SessionSettings } from "./session-types.js";

/** What a new row says besides whose it is. */
export type SessionFacts = SessionSettings & { readonly caller?: string; readonly turns?: number };

/** The rows of sessions and of their messages, as all that is done with sessions reads and begins them. */
export interface SessionTable {
  get(owner: Owner, id: string): Promise<Session | undefined>;
  /** One that was just written. */
  must(owner: Owner, id: string): Promise<Session>;
  messages(id: string): Promise<readonly SessionMessage[]>;
  insert(id: string, owner: string, facts: SessionFacts): Step;
}

export function createSessionTable({ engine, clock }: StateContext): SessionTable {
  const get = async (owner: Owner, id: string): Promise<Session | undefined> => {
    const { sql, params } = ownedBy(owner);
    const [row] = await engine.read(`SELECT ${SESSION_COLUMNS} FROM sessions WHERE id = ? AND ${sql}`, [id, ...params]);
    return row === undefined ? undefined : readSessionRow(row);
  };
  return {
    get,
    async must(owner, id) {
      const session = await get(owner, id);
      if (session === undefined) throw new Error("A session that was just written is not there.");
      return session;
    },
    async messages(id) {
      const rows = await engine.read("SELECT id, entry, partial FROM session_messages WHERE session_id = ? ORDER BY seq LIMIT ?", [
        id,
        MAX_MESSAGES + 1,
      ]);
      return rows.flatMap(readMessageRow);
    },
    insert(id, owner, { caller, title, model, thinking, system, turns = 0 }) {
      const nowMs = clock.now();
      return {
        sql: `INSERT INTO sessions (id, owner, caller, title, model, thinking, system, turns, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        params: [id, owner, caller ?? null, title ?? null, model ?? null, thinking ?? null, system ?? null, turns, nowMs, nowMs],
      };
    },
  };
}

export function newId(kind: "session" | "msg"): string {
  return `${kind}_${randomBytes(12).toString("hex")}`;
}

/** The condition under which a row may be seen. */
export function ownedBy(owner: Owner): { readonly sql: string; readonly params: readonly SqlValue[] } {
  return owner === undefined ? { sql: "1 = 1", params: [] } : { sql: "owner = ?", params: [owner] };
}
