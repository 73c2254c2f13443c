import type { ChatEvent, ChatMessage, ChatResult } from "@openclaw/chat";
import { streamAnswer, type StreamAnswerOptions } from "../ask/stream-answer.js";
import type { Context } from "../context.js";
import { beginTurn, type BeginTurnOptions } from "./begin-turn.js";

export interface TurnOptions extends Omit<StreamAnswerOptions, "resolved" | "input" | "session" | "brokenBy">, BeginTurnOptions {}

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
export async function takeTurn(context: Context, { session, input, resolved, sentBefore, ...rest }: TurnOptions): Promise<TurnResult> {
  const turn = await beginTurn(context, { session, input, resolved, sentBefore });
  const { sent, brokenBy } = turn;
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
      session: turn.session,
      brokenBy,
    });
    await turn.keep([result.message], { usage: result.usage, generationId: result.generationId });
    return { result, sent };
  } catch (error) {
    if ((partial?.content ?? "") !== "" && partial !== undefined)
      await turn.keep([
        { role: "assistant", content: partial.content, ...(partial.source === undefined ? {} : { source: partial.source }) },
      ]);
    throw error;
  }
}
