import type { ChatMessage } from "@openclaw/chat";
import { type ConversationFile, openConversation } from "@openclaw/chat/node";
import { UsageError } from "../args/usage-error.js";
import type { Context } from "../context.js";
import { latestSession, sessionName, sessionPath, sessionsFolder } from "./session-files.js";

/** Of every command that can go on with a conversation. */
export const SESSION_FLAGS = {
  session: { kind: "text", value: "NAME", summary: "Keep the conversation under this name, and go on with it when it is there" },
  continue: { kind: "switch", short: "c", summary: "Go on with the conversation that was used last" },
} as const;

/** A conversation that a command goes on with. */
export interface Session {
  readonly name: string;
  readonly file: ConversationFile;
}

/** The conversation that the flags name, if they name one. @throws UsageError when --continue finds none */
export async function openSession(
  context: Context,
  flags: { readonly session?: string; readonly continue?: boolean },
): Promise<Session | undefined> {
  const { session, continue: goOn } = flags;
  if (session === undefined && goOn !== true) return undefined;
  if (session !== undefined && goOn === true) {
    throw new UsageError("--session and --continue were both given.", "--session NAME alone goes on with that conversation.");
  }
  const folder = sessionsFolder(await context.config());
  const name = session ?? (await latestSession(folder));
  if (name === undefined) throw new UsageError("There is no conversation to go on with.", "Begin one with --session NAME.");
  return openSessionNamed(context, name);
}

export async function openSessionNamed(context: Context, wanted: string): Promise<Session> {
  const folder = sessionsFolder(await context.config());
  const name = await sessionName(folder, wanted);
  return { name, file: await openConversation(sessionPath(folder, name), { now: context.io.now }) };
}

/** The messages to send: what was said, then what is new. A new system prompt takes the place of the old one. */
export function joinMessages(before: readonly ChatMessage[], added: readonly ChatMessage[]): readonly ChatMessage[] {
  const isSystem = ({ role }: ChatMessage): boolean => role === "system" || role === "developer";
  const system = added.some(isSystem) ? added.filter(isSystem) : before.filter(isSystem);
  return [...system, ...before.filter((message) => !isSystem(message)), ...added.filter((message) => !isSystem(message))];
}
