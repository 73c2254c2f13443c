import { type ChatInput, type ChatMessage, comparePrefix, fitConversation, shapeChat } from "@openclaw/chat";
import type { ConversationFile } from "@openclaw/chat/node";
import type { ResolvedTargets } from "@openclaw/config";
import type { Context } from "../context.js";
import { joinMessages, type Session } from "./open-session.js";

export interface BeginTurnOptions {
  readonly session: Session;
  readonly resolved: ResolvedTargets;
  /** Its messages are what is new: a question, and a system prompt where that changes. */
  readonly input: ChatInput;
  /** What was sent the last time, where that is known: the prompt cache lives on it. Default: the stored messages. */
  readonly sentBefore?: readonly ChatMessage[] | undefined;
}

/** A turn of a stored conversation that was begun and not yet answered. */
export interface BegunTurn {
  readonly session: string;
  /** What goes to the model: what was said before the question, as far as the model has room, and the question. */
  readonly sent: readonly ChatMessage[];
  /** Why the prompt cache cannot be used from the beginning. */
  readonly brokenBy?: string | undefined;
  /** Appends what came: the first time with the question before it. Only whole messages, and a tool call only together with its results. */
  keep(answer: readonly ChatMessage[], facts?: Parameters<ConversationFile["append"]>[1]): Promise<void>;
}

/** What was said goes before what is new, and what comes of it is appended as it comes (CHAT-12). */
export async function beginTurn(context: Context, { session, resolved, input, sentBefore }: BeginTurnOptions): Promise<BegunTurn> {
  const { file } = session;
  const stored = file.conversation.messages;
  const messages = joinMessages(stored, input.messages);
  const [primary] = resolved.targets;
  const { messages: sent, warning } = await fitConversation(messages, primary?.traits ?? {});
  if (warning !== undefined) context.out.warn([warning]);
  const brokenBy = primary === undefined ? undefined : findBreak(primary, { before: sentBefore ?? stored, sent, input });
  const isNew = input.messages.filter(({ role }) => role !== "system" && role !== "developer");
  let asked = false;
  return {
    session: session.name,
    sent,
    brokenBy,
    async keep(answer, facts) {
      const first = !asked;
      asked = true;
      if (!first) {
        await file.append(answer, facts);
        return;
      }
      const system = input.messages.length === isNew.length ? undefined : JSON.stringify(systemOf(messages));
      // A system prompt stands first: where it changed, the conversation starts from a new beginning.
      if (stored.length > 0 && system !== undefined && system !== JSON.stringify(systemOf(stored))) {
        await file.compact(joinMessages(stored, systemOf(messages)));
        await file.append([...isNew, ...answer], facts);
      } else await file.append([...(stored.length === 0 ? input.messages : isNew), ...answer], facts);
    },
  };
}

function systemOf(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return messages.filter(({ role }) => role === "system" || role === "developer");
}

/** What of the provider's prompt cache this request cannot use, and why; `undefined` when it continues the one before it. */
function findBreak(
  target: ResolvedTargets["targets"][number],
  { before, sent, input }: { readonly before: readonly ChatMessage[]; readonly sent: readonly ChatMessage[]; readonly input: ChatInput },
): string | undefined {
  const last = before.findLast((message) => message.role === "assistant");
  if (last === undefined) return undefined;
  const old = shapeChat(target, { ...input, messages: before }).body ?? {};
  const fresh = shapeChat(target, { ...input, messages: sent }).body ?? {};
  const model = last.source?.model;
  // The router picks another model each time; what it picked before says nothing.
  const isOther =
    model !== undefined && target.model.wireId !== "openrouter/auto" && !model.startsWith(target.model.wireId.split(":", 1)[0] ?? "");
  const change = comparePrefix(isOther ? { ...old, model } : old, fresh);
  return change.kind === "none" ? undefined : change.message;
}
