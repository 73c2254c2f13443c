import {
  type ChatEvent,
  type ChatInput,
  type ChatMessage,
  type ChatResult,
  comparePrefix,
  fitConversation,
  shapeChat,
} from "@openclaw/chat";
import type { ResolvedTargets } from "@openclaw/config";
import { streamAnswer, type StreamAnswerOptions } from "../ask/stream-answer.js";
import type { Context } from "../context.js";
import { joinMessages, type Session } from "./open-session.js";

export interface TurnOptions extends Omit<StreamAnswerOptions, "resolved" | "input" | "session" | "brokenBy"> {
  readonly resolved: ResolvedTargets;
  /** Its messages are what is new: a question, and a system prompt where that changes. */
  readonly input: ChatInput;
  readonly session: Session;
  /** What was sent the last time, where that is known: the prompt cache lives on it. Default: the stored messages. */
  readonly sentBefore?: readonly ChatMessage[] | undefined;
}

export interface TurnResult {
  readonly result: ChatResult;
  readonly sent: readonly ChatMessage[];
}

/**
 * One turn of a stored conversation (CHAT-12): what was said goes before the question, as far as the model has room; question and answer are
 * appended when the answer is there. When it breaks off, what had arrived is kept.
 *
 * @throws as `streamAnswer` does
 */
export async function takeTurn(context: Context, options: TurnOptions): Promise<TurnResult> {
  const { session, input, resolved, sentBefore, ...rest } = options;
  const { file } = session;
  const stored = file.conversation.messages;
  const messages = joinMessages(stored, input.messages);
  const [primary] = resolved.targets;
  const { messages: sent, warning } = await fitConversation(messages, primary?.traits ?? {});
  if (warning !== undefined) context.out.warn([warning]);

  const isNew = input.messages.filter(({ role }) => role !== "system" && role !== "developer");
  const keep = async (answer: readonly ChatMessage[], facts?: Parameters<typeof file.append>[1]): Promise<void> => {
    const system = input.messages.length === isNew.length ? undefined : JSON.stringify(systemOf(messages));
    // A system prompt stands first: where it changed, the conversation starts from a new beginning.
    if (stored.length > 0 && system !== undefined && system !== JSON.stringify(systemOf(stored))) {
      await file.compact(joinMessages(stored, systemOf(messages)));
      await file.append([...isNew, ...answer], facts);
    } else await file.append([...(stored.length === 0 ? input.messages : isNew), ...answer], facts);
  };
  const brokenBy = primary === undefined ? undefined : findBreak(primary, { before: sentBefore ?? stored, sent, input });
  let partial: ChatResult["message"] | undefined;
  const onEvent = (event: ChatEvent): void => {
    if (event.type === "error") partial = event.partial;
    rest.onEvent?.(event);
  };
  try {
    const result = await streamAnswer(context, {
      ...rest,
      resolved,
      input: { ...input, messages: sent },
      onEvent,
      session: session.name,
      ...(brokenBy === undefined ? {} : { brokenBy }),
    });
    await keep([result.message], { usage: result.usage, generationId: result.generationId });
    return { result, sent };
  } catch (error) {
    if ((partial?.content ?? "") !== "" && partial !== undefined)
      await keep([{ role: "assistant", content: partial.content, ...(partial.source === undefined ? {} : { source: partial.source }) }]);
    throw error;
  }
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
