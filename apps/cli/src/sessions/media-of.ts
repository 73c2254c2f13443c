import type { Conversation, MediaEntry } from "@openclaw/chat";

/** What was made beside the talk, in its order. */
export function mediaOf({ entries }: Pick<Conversation, "entries">): readonly MediaEntry[] {
  return entries.filter((entry) => entry.type === "media");
}
