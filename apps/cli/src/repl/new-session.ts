import { type ConversationEntry, readConversation, writeEntry } from "@openclaw/chat";
import type { Context } from "../context.js";
import { openSessionNamed, type Session } from "../sessions/open-session.js";
import { sessionNames, sessionsFolder } from "../sessions/session-files.js";

/** The conversation of a chat that was begun without a name. */
export async function newSession(context: Context, { unsaved }: { readonly unsaved: boolean }): Promise<Session> {
  return unsaved ? unsavedSession(context.io.now) : openSessionNamed(context, await freeName(context));
}

/** `chat-2026-11-22-204433`, in local time; a second one in the same second gets a number. */
async function freeName(context: Context): Promise<string> {
  const taken = new Set(await sessionNames(sessionsFolder(await context.config())));
  const now = new Date(context.io.now());
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const name = `chat-${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** A conversation that lives in memory alone. */
function unsavedSession(now: () => number): Session {
  const entries: ConversationEntry[] = [{ type: "conversation", version: 1, id: "unsaved", createdAtMs: now() }];
  return {
    name: "unsaved",
    file: {
      path: "",
      get conversation() {
        return readConversation(entries.map(writeEntry).join(""));
      },
      append: async (messages) => void entries.push(...messages.map((message) => ({ type: "message" as const, atMs: now(), message }))),
      addMedia: async (media) => void entries.push({ type: "media", atMs: now(), ...media }),
      compact: async (messages) => void entries.push({ type: "compaction", atMs: now(), messages }),
    },
  };
}
