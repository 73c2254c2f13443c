import type { ChatTurn } from "../chat-request.js";

export interface Unpaired {
  /** Index of the message at fault. */
  message: number;
  id: string;
  /** A result nobody asked for, or a call nobody answered. */
  kind: "result" | "call";
}

/** The first tool result without a call right before it, or call without a result right after it. */
export function findUnpaired(turns: readonly ChatTurn[]): Unpaired | undefined {
  let open = new Set<string>();
  let caller = 0;
  for (const [message, turn] of turns.entries()) {
    if (turn.role === "tool") {
      const id = turn.toolCallId ?? "";
      if (!open.delete(id)) return { message, id, kind: "result" };
      continue;
    }
    const [unanswered] = open;
    if (unanswered !== undefined) return { message: caller, id: unanswered, kind: "call" };
    open = new Set(turn.toolCalls.map((call) => call.id));
    caller = message;
  }
  const [unanswered] = open;
  return unanswered === undefined ? undefined : { message: caller, id: unanswered, kind: "call" };
}
