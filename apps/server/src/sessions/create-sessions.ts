import type { StateContext } from "../store/context.js";
import type { Step } from "../store/engine.js";
import { beginTurn } from "./begin-turn.js";
import { forkSession } from "./fork-session.js";
import { listSessions } from "./list-sessions.js";
import { pruneSessions } from "./prune-sessions.js";
import { readSessionRow, SESSION_COLUMNS } from "./session-rows.js";
import { createSessionTable, newId, ownedBy } from "./session-table.js";
import type { Session, Sessions } from "./session-types.js";
import { truncateSession } from "./truncate-session.js";

const MAX_SESSIONS = 10_000;

/** Conversations in the state's engine (CHAT-12), the same over SQLite and PostgreSQL; see `Sessions`. */
export function createSessions(context: StateContext, maxSessions: number = MAX_SESSIONS): Sessions {
  const { engine, clock } = context;
  const table = createSessionTable(context);
  return {
    get: (owner, id) => table.get(owner, id),
    messages: (id) => table.messages(id),
    async create(owner, settings) {
      const id = newId("session");
      await engine.write([table.insert(id, owner, settings)], "money");
      return table.must(owner, id);
    },
    async ofCaller(owner, caller) {
      const find = async (): Promise<Session | undefined> => {
        const [row] = await engine.read(`SELECT ${SESSION_COLUMNS} FROM sessions WHERE owner = ? AND caller = ?`, [owner, caller]);
        return row === undefined ? undefined : readSessionRow(row);
      };
      const known = await find();
      if (known !== undefined) return known;
      // Two that come at once make one: the second insert finds the first.
      await engine.write([table.insert(newId("session"), owner, { caller })], "money");
      const made = await find();
      if (made === undefined) throw new Error("A session that was just written is not there.");
      return made;
    },
    list: (owner, page) => listSessions(engine, owner, page),
    async patch(owner, id, settings) {
      const owned = ownedBy(owner);
      const given = (["title", "model", "thinking", "system"] as const).filter((name) => settings[name] !== undefined);
      if (given.length > 0) {
        const sets = [...given.map((name) => `${name} = ?`), "updated_at = ?"].join(", ");
        const params = [...given.map((name) => settings[name] ?? null), clock.now(), id, ...owned.params];
        await engine.write([{ sql: `UPDATE sessions SET ${sets} WHERE id = ? AND ${owned.sql}`, params }], "money");
      }
      return table.get(owner, id);
    },
    async remove(owner, id) {
      const owned = ownedBy(owner);
      const steps: readonly Step[] = [
        { sql: `DELETE FROM sessions WHERE id = ? AND ${owned.sql}`, params: [id, ...owned.params], must: true },
        { sql: "DELETE FROM session_messages WHERE session_id = ?", params: [id] },
      ];
      return (await engine.write(steps, "money")) !== undefined;
    },
    fork: (owner, id, keep) => forkSession(engine, table, { owner, id, keep }),
    truncate: (owner, id, keep) => truncateSession(context, table, { owner, id, keep }),
    begin: (session) => beginTurn(context, session, (id) => table.messages(id)),
    prune: () => pruneSessions(engine, maxSessions),
  };
}
