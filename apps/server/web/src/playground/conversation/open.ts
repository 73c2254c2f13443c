import { batch } from "@preact/signals";
import { ApiFailure, isAbort, messageOf } from "../../api/failure.js";
import { getSession, type SessionSummary } from "../../api/sessions.js";
import { restoreUnanswered } from "./drafts.js";
import { textLength } from "./message-text.js";
import { leaveRunning, takeRunning } from "./running.js";
import { set, THINKING } from "./settings.js";
import { answering, loading, loadProblem, newKey, sessionId, summary, turns } from "./state.js";

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
