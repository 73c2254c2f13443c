import { batch } from "@preact/signals";
import { isAbort, messageOf } from "../../api/failure.js";
import { adviceOn } from "../../api/next-step.js";
import type { Json } from "../../api/read.js";
import { type Content, getSession, type Message, type ToolCall, truncateSession } from "../../api/sessions.js";
import { type ChatPiece, streamChat } from "../../api/stream-chat.js";
import { begin } from "./begin.js";
import { wentOnElsewhere } from "./caught-up.js";
import { keepUnanswered } from "./drafts.js";
import { showElsewhere } from "./elsewhere.js";
import { LiveAnswer } from "./live-answer.js";
import { textLength, textOfContent } from "./message-text.js";
import { BUSY } from "./notices.js";
import { questionBody } from "./question-body.js";
import { MOST_RUNNING, running, takeRunning } from "./running.js";
import { refreshSessions } from "./session-list-store.js";
import { settings } from "./settings.js";
import { answering, markProblem, newKey, sessionId, STOPPED, turns } from "./state.js";
import type { Turn } from "./turn.js";
import { whenFree } from "./when-free.js";

/** Asks, and shows the answer as it comes. */
export function ask(content: Content): Promise<void> {
  return send([newMessage("user", content)]);
}

/** Answers the calls of the last answer's tools, in their order. */
export function giveResults(calls: readonly ToolCall[], results: readonly string[]): Promise<void> {
  return send(calls.map((call, index) => ({ ...newMessage("tool", results[index] ?? ""), toolCalls: [call] })));
}

function newMessage(role: Message["role"], content: Content): Message {
  return {
    id: newKey(),
    role,
    content,
    reasoning: "",
    toolCalls: [],
    model: undefined,
    usage: undefined,
    createdMs: Date.now(),
    partial: false,
  };
}

/** A message as the API takes it. */
function wireOf({ role, content, toolCalls }: Message): Json {
  return { role, content, ...(role === "tool" ? { tool_call_id: toolCalls[0]?.id ?? "" } : {}) };
}

/** Sends what is asked, and shows the answer while it comes and how it ended. */
async function send(messages: readonly Message[]): Promise<void> {
  if (answering.value !== undefined) return;
  const controller = new AbortController();
  const live = new LiveAnswer();
  const key = newKey();
  batch(() => {
    answering.value = controller;
    turns.value = [
      ...turns.value,
      ...messages.map((message) => ({ key: newKey(), message })),
      { key, message: live.message(key, { partial: true }), live },
    ];
  });
  const asked = messages[0]?.role === "user" ? textOfContent(messages[0].content) : "";
  let problem: string | undefined;
  let ofSession = sessionId.value;
  try {
    if (running.value.size >= MOST_RUNNING)
      throw new Error("Answers are coming in four other conversations: wait for one of them, or stop it.");
    ofSession ??= await begin(asked, controller.signal);
    const request = {
      body: { ...questionBody(settings.value), messages: messages.map(wireOf) },
      sessionId: ofSession,
      signal: controller.signal,
      onPieces: (pieces: readonly ChatPiece[]) => live.add(pieces),
    };
    await whenFree(() => streamChat(request), {
      signal: controller.signal,
      onWaiting: (waiting) => (live.notices.value = waiting ? [BUSY] : []),
    });
  } catch (error) {
    problem = isAbort(error) ? STOPPED : adviceOn(error);
  }
  const message = live.message(key, { partial: problem !== undefined });
  const unasked = problem !== undefined && textLength(message.content) === 0;
  keepUnanswered(ofSession, unasked ? asked : "");
  void refreshSessions();
  if (answering.value !== controller) return void (ofSession !== undefined && takeRunning(ofSession));
  answering.value = undefined;
  const ended: Turn = {
    key,
    message,
    notices: live.notices.value,
    reason: live.reason,
    firstTokenMs: live.firstTokenMs,
    totalMs: performance.now() - live.startedMs,
    ...(problem === undefined ? {} : { problem }),
  };
  turns.value = turns.value.map((turn) => (turn.key === key ? ended : turn));
}

/** Ends the answer that is coming. */
export function stop(): void {
  answering.value?.abort(new DOMException("Stopped", "AbortError"));
}

/** Asks once more what an answer was given to; what came after it goes. `content` asks it in other words. */
export async function askAgain(questionIndex: number, content?: Content): Promise<void> {
  if (answering.value !== undefined) return;
  const all = turns.value;
  // Results of several tools are one question.
  const isResult = (index: number): boolean => all[index]?.message.role === "tool";
  let from = questionIndex;
  while (isResult(from) && isResult(from - 1)) from--;
  const asked = all.slice(from, questionIndex + 1).map(({ message }) => message);
  const id = sessionId.value;
  if (asked.length === 0) return;
  try {
    if (id !== undefined) {
      const session = await getSession(id);
      if (wentOnElsewhere(session, all, from)) {
        showElsewhere(session, () => answering.value === undefined);
        return markProblem("This conversation went on elsewhere: see what was added before you replace it.");
      }
      await whenFree(() => truncateSession(id, from));
    }
  } catch (error) {
    markProblem(messageOf(error));
    return;
  }
  if (sessionId.value !== id) return;
  turns.value = all.slice(0, from);
  await send(content === undefined ? asked : [newMessage("user", content)]);
}
