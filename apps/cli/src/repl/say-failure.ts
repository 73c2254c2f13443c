import { isAbort, reportError } from "../output/report-error.js";
import type { ChatState } from "./chat-state.js";

/** Says what went wrong in a turn, after which the chat goes on. */
export function sayFailure({ context: { out, io } }: ChatState, error: unknown): void {
  if (isAbort(error)) out.note(out.noteStyle("dim", "(stopped)"));
  else reportError(error, out, { json: false, debug: (io.env["OPENCLAW_DEBUG"] ?? "") !== "" });
}
