import type { ChatResult } from "@openclaw/chat";
import { streamAnswer, type StreamAnswerOptions } from "../ask/stream-answer.js";
import type { Context } from "../context.js";
import type { Session } from "./open-session.js";

/** Asks, as a turn of a conversation where there is one. */
export async function answerOrTurn(context: Context, session: Session | undefined, options: StreamAnswerOptions): Promise<ChatResult> {
  if (session === undefined) return streamAnswer(context, options);
  const { takeTurn } = await import("./take-turn.js");
  return (await takeTurn(context, { ...options, session })).result;
}
