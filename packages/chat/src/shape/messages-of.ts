import type { Draft, MessageWire } from "./step.js";

/** The messages that earlier steps have put into the body. */
export function messagesOf(draft: Draft): readonly MessageWire[] {
  return (draft.body["messages"] as readonly MessageWire[] | undefined) ?? [];
}
