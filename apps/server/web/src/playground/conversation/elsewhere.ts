import { batch } from "@preact/signals";
import { getSession, type Session } from "../../api/sessions.js";
import { caughtUp } from "./caught-up.js";
import { refreshSessions, sessions } from "./session-list-store.js";
import { answering, loading, newKey, sessionId, summary, turns } from "./state.js";

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

/** Shows what was asked elsewhere, unless something else is going on here by now. */
export function showElsewhere(session: Session, settled: () => boolean): void {
  if (sessionId.value !== session.id || !settled()) return;
  const all = caughtUp(session, turns.value, newKey);
  batch(() => {
    summary.value = session;
    if (all !== undefined) turns.value = all;
  });
}
