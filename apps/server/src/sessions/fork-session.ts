import type { Engine, Step } from "../store/engine.js";
import { newId, type SessionTable } from "./session-table.js";
import type { Owner, Session } from "./session-types.js";

/** A new session of the same owner with the first messages of this one. `undefined`: no such session. */
export async function forkSession(
  engine: Engine,
  table: SessionTable,
  { owner, id, keep }: { readonly owner: Owner; readonly id: string; readonly keep: number },
): Promise<Session | undefined> {
  const session = await table.get(owner, id);
  if (session === undefined) return undefined;
  const kept = (await table.messages(id)).slice(0, keep);
  const copy = newId("session");
  const { model, thinking, system } = session;
  const title = session.title ?? null;
  const turns = kept.filter(({ entry }) => entry.message.role === "assistant").length;
  await engine.write(
    [
      table.insert(copy, session.owner, { title, model, thinking, system, turns }),
      ...kept.map((message): Step => ({
        sql: `INSERT INTO session_messages (id, session_id, at, entry, words, partial)
          SELECT ?, ?, at, entry, words, partial FROM session_messages WHERE id = ?`,
        params: [newId("msg"), copy, message.id],
      })),
    ],
    "money",
  );
  return table.must(session.owner, copy);
}
