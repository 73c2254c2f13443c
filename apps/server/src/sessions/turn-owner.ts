import { randomBytes } from "node:crypto";
import type { StateContext } from "../store/context.js";
import { textOf } from "../store/sql-value.js";

/** Names a turn, and the process that it runs in. */
export function newTurnOwner({ instanceId }: Pick<StateContext, "instanceId">): string {
  return `${instanceId}.${randomBytes(9).toString("base64url")}`;
}

/** Lets go of a session whose turn ran in a process that is gone. @returns true when it was let go: somebody may begin */
export async function freeDeadTurn({ engine, presence }: Pick<StateContext, "engine" | "presence">, sessionId: string): Promise<boolean> {
  if (presence === undefined) return false;
  const [row = {}] = await engine.read("SELECT busy_owner FROM sessions WHERE id = ?", [sessionId]);
  const owner = textOf(row, "busy_owner");
  const [instanceId = "", turn] = owner.split(".");
  if (turn === undefined || !(await presence.isGone(instanceId))) return false;
  const sql = "UPDATE sessions SET busy_owner = NULL, busy_until = 0 WHERE id = ? AND busy_owner = ?";
  return (await engine.write([{ sql, params: [sessionId, owner], must: true }], "plain")) !== undefined;
}
