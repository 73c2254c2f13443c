import { randomBytes } from "node:crypto";
import type { StateContext } from "../store/context.js";
import type { SqlValue, Step } from "../store/engine.js";
import { numberOf } from "../store/sql-value.js";
import { beginTurn, busy, MAX_MESSAGES } from "./begin-turn.js";
import { readMessageRow, readSessionRow, SESSION_COLUMNS } from "./session-rows.js";
import { freeDeadTurn } from "./turn-owner.js";
import type { Owner, Session, SessionMessage, Sessions, SessionSettings } from "./session-types.js";

const MAX_PAGE = 200;
const MAX_SESSIONS = 10_000;

/** Conversations in the state's engine (CHAT-12), the same over SQLite and PostgreSQL; see `Sessions`. */
export function createSessions(context: StateContext, maxSessions: number = MAX_SESSIONS): Sessions {
  const { engine, clock } = context;

  const get = async (owner: Owner, id: string): Promise<Session | undefined> => {
    const { sql, params } = ownedBy(owner);
    const [row] = await engine.read(`SELECT ${SESSION_COLUMNS} FROM sessions WHERE id = ? AND ${sql}`, [id, ...params]);
    return row === undefined ? undefined : readSessionRow(row);
  };
  const messages = async (id: string): Promise<readonly SessionMessage[]> => {
    const rows = await engine.read("SELECT id, entry, partial FROM session_messages WHERE session_id = ? ORDER BY seq LIMIT ?", [
      id,
      MAX_MESSAGES + 1,
    ]);
    return rows.flatMap(readMessageRow);
  };
  const insert = (id: string, owner: string, facts: SessionSettings & { readonly caller?: string; readonly turns?: number }): Step => {
    const nowMs = clock.now();
    return {
      sql: `INSERT INTO sessions (id, owner, caller, title, model, thinking, system, turns, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      params: [
        id,
        owner,
        facts.caller ?? null,
        facts.title ?? null,
        facts.model ?? null,
        facts.thinking ?? null,
        facts.system ?? null,
        facts.turns ?? 0,
        nowMs,
        nowMs,
      ],
    };
  };
  const must = async (owner: Owner, id: string): Promise<Session> => {
    const session = await get(owner, id);
    if (session === undefined) throw new Error("A session that was just written is not there.");
    return session;
  };

  return {
    get,
    messages,
    async create(owner, settings) {
      const id = newId("session");
      await engine.write([insert(id, owner, settings)], "money");
      return must(owner, id);
    },
    async ofCaller(owner, caller) {
      const find = async (): Promise<Session | undefined> => {
        const [row] = await engine.read(`SELECT ${SESSION_COLUMNS} FROM sessions WHERE owner = ? AND caller = ?`, [owner, caller]);
        return row === undefined ? undefined : readSessionRow(row);
      };
      const known = await find();
      if (known !== undefined) return known;
      // Two that come at once make one: the second insert finds the first.
      await engine.write([insert(newId("session"), owner, { caller })], "money");
      const made = await find();
      if (made === undefined) throw new Error("A session that was just written is not there.");
      return made;
    },
    async list(owner, { limit = 50, beforeId, search } = {}) {
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
    },
    async patch(owner, id, settings) {
      const owned = ownedBy(owner);
      const given = (["title", "model", "thinking", "system"] as const).filter((name) => settings[name] !== undefined);
      if (given.length > 0) {
        const sets = [...given.map((name) => `${name} = ?`), "updated_at = ?"].join(", ");
        const params = [...given.map((name) => settings[name] ?? null), clock.now(), id, ...owned.params];
        await engine.write([{ sql: `UPDATE sessions SET ${sets} WHERE id = ? AND ${owned.sql}`, params }], "money");
      }
      return get(owner, id);
    },
    async remove(owner, id) {
      const owned = ownedBy(owner);
      const steps: readonly Step[] = [
        { sql: `DELETE FROM sessions WHERE id = ? AND ${owned.sql}`, params: [id, ...owned.params], must: true },
        { sql: "DELETE FROM session_messages WHERE session_id = ?", params: [id] },
      ];
      return (await engine.write(steps, "money")) !== undefined;
    },
    async fork(owner, id, keep) {
      const session = await get(owner, id);
      if (session === undefined) return undefined;
      const kept = (await messages(id)).slice(0, keep);
      const copy = newId("session");
      const { model, thinking, system } = session;
      const title = session.title ?? null;
      const turns = kept.filter(({ entry }) => entry.message.role === "assistant").length;
      await engine.write(
        [
          insert(copy, session.owner, { title, model, thinking, system, turns }),
          ...kept.map((message): Step => ({
            sql: `INSERT INTO session_messages (id, session_id, at, entry, words, partial)
              SELECT ?, ?, at, entry, words, partial FROM session_messages WHERE id = ?`,
            params: [newId("msg"), copy, message.id],
          })),
        ],
        "money",
      );
      return must(session.owner, copy);
    },
    async truncate(owner, id, keep) {
      const session = await get(owner, id);
      if (session === undefined) return undefined;
      const last = (await messages(id))[keep - 1]?.id ?? "";
      const nowMs = clock.now();
      const rest = `session_id = ? AND seq > COALESCE((SELECT k.seq FROM session_messages k WHERE k.id = ?), CAST(? AS BIGINT))`;
      const beyond = keep > 0 && last === "" ? Number.MAX_SAFE_INTEGER : 0;
      const steps: readonly Step[] = [
        { sql: "UPDATE sessions SET updated_at = ? WHERE id = ? AND busy_until < ?", params: [nowMs, id, nowMs], must: true },
        { sql: `DELETE FROM session_messages WHERE ${rest}`, params: [id, last, beyond] },
      ];
      const cut = async (): Promise<boolean> => (await engine.write(steps, "money")) !== undefined;
      if (!(await cut()) && !((await freeDeadTurn(context, id)) && (await cut()))) throw busy();
      return must(owner, id);
    },
    begin: (session) => beginTurn(context, session, messages),
    async prune() {
      // Owners are few and this runs rarely: each is asked for what is over.
      const rows = await engine.read("SELECT owner, COUNT(*) AS amount FROM sessions GROUP BY owner", [], { heavy: true });
      for (const row of rows) {
        const over = numberOf(row, "amount") - maxSessions;
        if (over <= 0) continue;
        const old = await engine.read("SELECT id FROM sessions WHERE owner = ? ORDER BY updated_at, seq LIMIT ?", [
          String(row["owner"]),
          over,
        ]);
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
    },
  };
}

function newId(kind: "session" | "msg"): string {
  return `${kind}_${randomBytes(12).toString("hex")}`;
}

function ownedBy(owner: Owner): { readonly sql: string; readonly params: readonly SqlValue[] } {
  return owner === undefined ? { sql: "1 = 1", params: [] } : { sql: "owner = ?", params: [owner] };
}
