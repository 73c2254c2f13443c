import type { StateContext } from "../store/context.js";
import type { Step } from "../store/engine.js";
import { busy } from "./begin-turn.js";
import type { SessionTable } from "./session-table.js";
import type { Owner, Session } from "./session-types.js";
import { freeDeadTurn } from "./turn-owner.js";

/** Forgets all but the first messages. `undefined`: no such session. @throws Refusal `session_busy` */
export async function truncateSession(
  context: StateContext,
  table: SessionTable,
  { owner, id, keep }: { readonly owner: Owner; readonly id: string; readonly keep: number },
): Promise<Session | undefined> {
  const { engine, clock } = context;
  const session = await table.get(owner, id);
  if (session === undefined) return undefined;
  const last = (await table.messages(id))[keep - 1]?.id ?? "";
  const nowMs = clock.now();
  const rest = `session_id = ? AND seq > COALESCE((SELECT k.seq FROM session_messages k WHERE k.id = ?), CAST(? AS BIGINT))`;
  const beyond = keep > 0 && last === "" ? Number.MAX_SAFE_INTEGER : 0;
  const steps: readonly Step[] = [
    { sql: "UPDATE sessions SET updated_at = ? WHERE id = ? AND busy_until < ?", params: [nowMs, id, nowMs], must: true },
    { sql: `DELETE FROM session_messages WHERE ${rest}`, params: [id, last, beyond] },
  ];
  const cut = async (): Promise<boolean> => (await engine.write(steps, "money")) !== undefined;
  if (!(await cut()) && !((await freeDeadTurn(context, id)) && (await cut()))) throw busy();
  return table.must(owner, id);
}
