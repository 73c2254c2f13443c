import { batch } from "@preact/signals";
import { createSession, patchSession } from "../../api/sessions.js";
import { go } from "../../app/route.js";
import { noteSession } from "./session-list-store.js";
import { settings } from "./settings.js";
import { sessionId, summary } from "./state.js";

const TITLE_CHARACTERS = 60;

/** The first question makes the conversation. @throws DOMException `AbortError` when another one was opened meanwhile */
export async function begin(asked: string, signal: AbortSignal): Promise<string> {
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
