import type { Json } from "../../api/read.js";
import { patchSession } from "../../api/sessions.js";
import { set, type THINKING } from "./settings.js";
import { sessionId, summary } from "./state.js";

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
