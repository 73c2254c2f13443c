import type { Message, Session } from "../../api/sessions.js";
import { textOfContent } from "./message-text.js";
import type { Turn } from "./turn.js";

/** An answer that is still being written in another tab is not shown as one that broke off. */
const STILL_WRITTEN_MS = 10_000;

/** The conversation as the server has it now, where that is more or less than what is shown; `undefined` when nothing was asked elsewhere. */
export function caughtUp(session: Session, shown: readonly Turn[], newKey: () => string, nowMs = Date.now()): readonly Turn[] | undefined {
  const last = session.messages.at(-1);
  if (last?.partial === true && nowMs - (session.updatedMs ?? 0) < STILL_WRITTEN_MS) return undefined;
  if (session.messages.length === shown.length && same(last, shown.at(-1)?.message)) return undefined;
  // What is the same stays as it is, with its times and its place on the screen.
  return session.messages.map((message, index) => {
    const before = shown[index];
    return before !== undefined && same(message, before.message) ? before : { key: newKey(), message };
  });
}

/** Whether the server has messages that are not shown here, or lacks some of the first `needed`: nothing may be cut away by their number then. */
export function wentOnElsewhere(session: Session, shown: readonly Turn[], needed: number): boolean {
  const last = shown.at(-1);
  const unkept = last?.problem !== undefined && textOfContent(last.message.content) === "" ? 1 : 0;
  return session.messages.length > shown.length - unkept || session.messages.length < needed;
}

function same(one: Message | undefined, other: Message | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.role === other.role && textOfContent(one.content) === textOfContent(other.content);
}
