import { messageOf } from "../../api/failure.js";
import { forkSession } from "../../api/sessions.js";
import { go } from "../../app/route.js";
import { openConversation } from "./open.js";
import { noteSession } from "./session-list-store.js";
import { markProblem, sessionId } from "./state.js";

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
