import { randomBytes } from "node:crypto";
import { type ChatMessage, writeEntry } from "@openclaw/chat";
import { toNanoUsd } from "../store/nano-usd.js";
import { Refusal } from "../errors/refusal.js";
import { DEFAULT_LEASE_MS, type StateContext } from "../store/context.js";
import type { Step } from "../store/engine.js";
import { titleFrom, wordsOf } from "./session-rows.js";
import { freeDeadTurn, newTurnOwner } from "./turn-owner.js";
import type { AnswerFacts, Session, SessionMessage, SessionSettings, Turn } from "./session-types.js";

export const MAX_MESSAGES = 2_000;
const MAX_CHARACTERS = 16 * 1024 * 1024;
/** Begins a turn: one at a time in a session, on whatever instance. @throws Refusal `session_busy`, `session_full` */
export async function beginTurn(
  context: StateContext,
  session: Session,
  messages: (id: string) => Promise<readonly SessionMessage[]>,
): Promise<Turn> {
  const { engine, clock, leaseMs = DEFAULT_LEASE_MS } = context;
  const { id } = session;
  const turnId = newTurnOwner(context);
  const hold = async (): Promise<boolean> => {
    const nowMs = clock.now();
    const sql = "UPDATE sessions SET busy_owner = ?, busy_until = ? WHERE id = ? AND busy_until < ?";
    return (await engine.write([{ sql, params: [turnId, nowMs + leaseMs, id, nowMs], must: true }], "plain")) !== undefined;
  };
  // Of what is still held only: one that is overtaken by the end of the turn must not hold the session again.
  const extend = async (): Promise<void> => {
    const sql = "UPDATE sessions SET busy_until = ? WHERE id = ? AND busy_owner = ?";
    await engine.write([{ sql, params: [clock.now() + leaseMs, id, turnId] }], "plain");
  };
  // A crashed turn lets the next one in as soon as its process is known to be gone, else when its lease is over.
  if (!(await hold()) && !((await freeDeadTurn(context, id)) && (await hold()))) throw busy();
  let closed = false;
  let cancel = (): void => undefined;
  const renew = (): void => {
    cancel = clock.after(leaseMs / 3, () => {
      // A renewal that fails leaves the lease to run out: the writes of this turn then find that it is no longer theirs.
      void extend().catch(() => undefined);
      if (!closed) renew();
    });
  };
  const close = async (): Promise<void> => {
    closed = true;
    cancel();
    await engine.write(
      [{ sql: "UPDATE sessions SET busy_owner = NULL, busy_until = 0 WHERE id = ? AND busy_owner = ?", params: [id, turnId] }],
      "plain",
    );
  };
  renew();
  let stored: readonly SessionMessage[];
  try {
    stored = await messages(id);
    const size = stored.reduce((sum, { entry }) => sum + JSON.stringify(entry).length, 0);
    if (stored.length >= MAX_MESSAGES || size >= MAX_CHARACTERS) {
      throw new Refusal("session_full", "This session is full: fork it with fewer messages, or begin another one.");
    }
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }

  let asked: readonly string[] = [];
  let answered: string | undefined;
  let counted = false;
  // Whoever lost the lease writes nothing more: all steps are taken back.
  const mine = (sets: string, params: Step["params"]): Step => ({
    sql: `UPDATE sessions SET ${sets} WHERE id = ? AND busy_owner = ?`,
    params: [...params, id, turnId],
    must: true,
  });

  return {
    session,
    stored,
    close,
    async ask(fresh: readonly ChatMessage[], { model, system }: SessionSettings) {
      const atMs = clock.now();
      const rows = fresh.map((message) => ({
        id: `msg_${randomBytes(12).toString("hex")}`,
        message,
        entry: writeEntry({ type: "message", atMs, message }).trimEnd(),
      }));
      const done = await engine.write(
        [
          mine("updated_at = ?, title = COALESCE(title, ?), model = COALESCE(?, model), system = COALESCE(?, system)", [
            atMs,
            titleFrom(fresh),
            model ?? null,
            system ?? null,
          ]),
          ...rows.map(({ id: messageId, message, entry }): Step => ({
            sql: "INSERT INTO session_messages (id, session_id, at, entry, words) VALUES (?, ?, ?, ?, ?)",
            params: [messageId, id, atMs, entry, wordsOf(message)],
          })),
        ],
        "money",
      );
      if (done === undefined) throw lost();
      asked = rows.map((row) => row.id);
    },
    async unask() {
      await engine.write(
        [
          mine("updated_at = updated_at", []),
          ...asked.map((messageId) => ({ sql: "DELETE FROM session_messages WHERE id = ?", params: [messageId] })),
        ],
        "money",
      );
      asked = [];
    },
    async answer({ message, usage, generationId, partial }: AnswerFacts) {
      const atMs = clock.now();
      const entry = writeEntry({
        type: "message",
        atMs,
        message,
        ...(usage === undefined ? {} : { usage }),
        ...(generationId === undefined ? {} : { generationId }),
      }).trimEnd();
      const nano = usage?.costUsd === undefined ? null : toNanoUsd(usage.costUsd);
      const isNew = answered === undefined;
      answered ??= `msg_${randomBytes(12).toString("hex")}`;
      const flag = partial ? 1 : 0;
      const done = await engine.write(
        [
          mine("updated_at = ?, turns = turns + ?, cost_nano = cost_nano + CAST(? AS BIGINT)", [atMs, counted ? 0 : 1, nano ?? 0]),
          isNew
            ? {
                sql: "INSERT INTO session_messages (id, session_id, at, entry, words, cost_nano, partial) VALUES (?, ?, ?, ?, ?, ?, ?)",
                params: [answered, id, atMs, entry, wordsOf(message), nano, flag],
              }
            : {
                sql: "UPDATE session_messages SET at = ?, entry = ?, words = ?, cost_nano = ?, partial = ? WHERE id = ?",
                params: [atMs, entry, wordsOf(message), nano, flag, answered],
              },
        ],
        partial ? "plain" : "money",
      );
      counted = true;
      if (done === undefined) throw lost();
    },
  };
}

export function busy(): Refusal {
  return new Refusal("session_busy", "Another turn of this session is going on: wait for its answer.", { headers: { "retry-after": "1" } });
}

function lost(): Error {
  return new Error("The turn's session was taken over or deleted.");
}
