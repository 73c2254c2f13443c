import { signal } from "@preact/signals";
import { messageOf } from "../../api/failure.js";
import { listSessions, type SessionSummary } from "../../api/sessions.js";

export const sessions = signal<readonly SessionSummary[]>([]);
export const search = signal("");
export const listProblem = signal("");
/** Where the next page begins. */
export const more = signal<string | undefined>(undefined);

/** Loads the newest conversations anew. */
export async function refreshSessions(): Promise<void> {
  const asked = search.value;
  try {
    const page = await listSessions({ search: asked });
    if (search.value !== asked) return;
    sessions.value = page.sessions;
    more.value = page.next;
    listProblem.value = "";
  } catch (error) {
    listProblem.value = messageOf(error);
  }
}

export async function loadMoreSessions(): Promise<void> {
  try {
    const page = await listSessions({ search: search.value, before: more.value });
    const known = new Set(sessions.value.map(({ id }) => id));
    sessions.value = [...sessions.value, ...page.sessions.filter(({ id }) => !known.has(id))];
    more.value = page.next;
  } catch (error) {
    listProblem.value = messageOf(error);
  }
}

/** A conversation that was just made stands in the list at once. */
export function noteSession(made: SessionSummary): void {
  sessions.value = [made, ...sessions.value.filter(({ id }) => id !== made.id)];
}

export function forgetSession(id: string): void {
  sessions.value = sessions.value.filter((session) => session.id !== id);
}
