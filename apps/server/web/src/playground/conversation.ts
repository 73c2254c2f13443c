import { batch, signal } from "@preact/signals";
import { ApiFailure, isAbort, messageOf } from "../api/failure.js";
import { adviceOn } from "../api/next-step.js";
import type { Json } from "../api/read.js";
import {
  type Content,
  createSession,
  forkSession,
  getSession,
  type Message,
  patchSession,
  type Session,
  type SessionSummary,
  type ToolCall,
  truncateSession,
} from "../api/sessions.js";
import { type ChatPiece, streamChat } from "../api/stream-chat.js";
import { go } from "../app/route.js";
import { LiveAnswer } from "./live-answer.js";
import { caughtUp, wentOnElsewhere } from "./catch-up.js";
import { keepUnanswered, restoreUnanswered } from "./drafts.js";
import { textOfContent } from "./message-text.js";
import { BUSY } from "./notices.js";
import { questionBody } from "./question-body.js";
import { leaveRunning, MOST_RUNNING, running, takeRunning } from "./running.js";
import { noteSession, refreshSessions, sessions } from "./session-list-store.js";
import { set, settings, THINKING } from "./settings.js";
import type { Turn } from "./turn-props.js";
import { whenFree } from "./when-free.js";

/** What is said of an answer that its reader ended. */
export const STOPPED = "Stopped.";

/** The conversation that is open. */
export const sessionId = signal<string | undefined>(undefined);
export const summary = signal<SessionSummary | undefined>(undefined);
export const turns = signal<readonly Turn[]>([]);
export const loading = signal(false);
export const loadProblem = signal("");
/** An answer is coming. */
export const answering = signal<AbortController | undefined>(undefined);

const TITLE_CHARACTERS = 60;
let lastKey = 0;
const newKey = (): string => `turn-${++lastKey}`;
let opening: AbortController | undefined;
restoreUnanswered(undefined);

/** Shows another conversation; none is a new one. An answer that is coming goes on coming in the one that is left. */
export async function openConversation(id: string | undefined): Promise<void> {
  if (id === sessionId.value && loadProblem.value === "") return;
  const { value: controller } = answering;
  if (controller !== undefined && sessionId.value !== undefined)
    leaveRunning(sessionId.value, { controller, turns: turns.value, summary: summary.value });
  else controller?.abort();
  opening?.abort();
  const going = id === undefined ? undefined : takeRunning(id);
  batch(() => {
    answering.value = going?.controller;
    sessionId.value = id;
    summary.value = going?.summary;
    turns.value = going?.turns ?? [];
    loadProblem.value = "";
    loading.value = id !== undefined && going === undefined;
    if (id === undefined) set({ system: "", tools: "" });
    if (going?.summary !== undefined) takeSettings(going.summary);
  });
  if (id === undefined) restoreUnanswered(id);
  else if (going === undefined) await reload(id);
}

function takeSettings({ model, thinking, system }: SessionSummary): void {
  set({
    system: system ?? "",
    ...(model === undefined ? {} : { model }),
    ...(thinking === undefined ? {} : { thinking: THINKING.find((level) => level === thinking) ?? "" }),
  });
}

async function reload(id: string): Promise<void> {
  opening = new AbortController();
  try {
    const session = await getSession(id, opening.signal);
    if (sessionId.value !== id) return;
    batch(() => {
      summary.value = session;
      turns.value = session.messages.map((message) => ({ key: newKey(), message }));
      loading.value = false;
      loadProblem.value = "";
      takeSettings(session);
    });
    if (session.messages.at(-1)?.role !== "user") restoreUnanswered(id);
  } catch (error) {
    if (isAbort(error) || sessionId.value !== id) return;
    batch(() => {
      loading.value = false;
      loadProblem.value =
        error instanceof ApiFailure && error.status === 404 ? "This conversation is not there any more." : messageOf(error);
    });
  }
}

/** The server is there again: what it kept of a broken answer is shown. */
export async function recover(): Promise<void> {
  const id = sessionId.value;
  if (id === undefined || answering.value !== undefined) return;
  if (loadProblem.value !== "") {
    loadProblem.value = "";
    loading.value = true;
    return reload(id);
  }
  const broken = turns.value.at(-1);
  if (broken?.problem === undefined) return undefined;
  try {
    const session = await getSession(id);
    if (sessionId.value !== id || answering.value !== undefined) return;
    const last = session.messages.at(-1);
    // The server may have got further than this page.
    if (
      last?.role === "assistant" &&
      session.messages.length >= turns.value.length &&
      textLength(last.content) >= textLength(broken.message.content)
    ) {
      const { problem: _problem, ...rest } = broken;
      turns.value = [...turns.value.slice(0, -1), last.partial ? { ...broken, message: last } : { ...rest, message: last }];
    }
  } catch {
    // What is shown stays; the banner says what is wrong.
  }
}

/** Somebody is back at this tab: what was asked in this conversation elsewhere meanwhile is shown. */
export async function catchUp(): Promise<void> {
  await refreshSessions();
  const id = sessionId.value;
  const row = sessions.value.find((session) => session.id === id);
  const settled = (): boolean => answering.value === undefined && turns.value.at(-1)?.problem === undefined && !loading.value;
  if (id === undefined || row?.updatedMs === undefined || row.updatedMs === summary.value?.updatedMs || !settled()) return;
  try {
    showElsewhere(await getSession(id), settled);
  } catch {
    // What is shown stays; the banner says what is wrong.
  }
}

function showElsewhere(session: Session, settled: () => boolean): void {
  if (sessionId.value !== session.id || !settled()) return;
  const all = caughtUp(session, turns.value, newKey);
  batch(() => {
    summary.value = session;
    if (all !== undefined) turns.value = all;
  });
}

function textLength(content: Content): number {
  return typeof content === "string" ? content.length : JSON.stringify(content).length;
}

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

/** The first question makes the conversation. @throws DOMException `AbortError` when another one was opened meanwhile */
async function begin(asked: string, signal: AbortSignal): Promise<string> {
  const { model, thinking, system } = settings.value;
  const created = await createSession({ model });
  // The server names it with the question, which is still on its way.
  const made = asked === "" ? created : { ...created, title: asked.slice(0, TITLE_CHARACTERS).replaceAll(/\s+/g, " ") };
  if (thinking !== "" || system !== "")
    await patchSession(made.id, { ...(thinking === "" ? {} : { thinking }), ...(system === "" ? {} : { system }) });
  signal.throwIfAborted();
  batch(() => {
    sessionId.value = made.id;
    summary.value = made;
    noteSession(made);
    go("chat", made.id, { replace: true });
  });
  return made.id;
}

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

/** A new conversation that begins with the first messages of this one. */
export async function branch(keep: number): Promise<string | undefined> {
  const id = sessionId.value;
  if (id === undefined) return undefined;
  try {
    const made = await forkSession(id, keep);
    noteSession(made);
    go("chat", made.id);
    await openConversation(made.id);
    return made.id;
  } catch (error) {
    markProblem(messageOf(error));
    return undefined;
  }
}

/** Says a problem at the last message. */
function markProblem(problem: string): void {
  const last = turns.value.at(-1);
  if (last !== undefined) turns.value = [...turns.value.slice(0, -1), { ...last, problem }];
}

/** Changes what the conversation is asked with, here and on the server. */
export function choose(patch: Partial<{ model: string; thinking: (typeof THINKING)[number]; system: string }>): void {
  set(patch);
  const id = sessionId.value;
  if (id === undefined) return;
  if (summary.value !== undefined) summary.value = { ...summary.value, ...patch };
  void patchSession(id, nullWhenEmpty(patch)).catch(() => undefined);
}

function nullWhenEmpty(patch: Json): Json {
  return Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, value === "" ? null : value]));
}
