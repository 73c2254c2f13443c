import { signal } from "@preact/signals";
import type { SessionSummary } from "../../api/sessions.js";
import type { Turn } from "./turn.js";

/** What is said of an answer that its reader ended. */
export const STOPPED = "Stopped.";

/** The conversation that is open; none is a new one. */
export const sessionId = signal<string | undefined>(undefined);
export const summary = signal<SessionSummary | undefined>(undefined);
export const turns = signal<readonly Turn[]>([]);
export const loading = signal(false);
export const loadProblem = signal("");
/** An answer is coming. */
export const answering = signal<AbortController | undefined>(undefined);

let lastKey = 0;
/** Names a message for as long as it is on the screen. */
export const newKey = (): string => `turn-${++lastKey}`;

/** Says a problem at the last message. */
export function markProblem(problem: string): void {
  const last = turns.value.at(-1);
  if (last !== undefined) turns.value = [...turns.value.slice(0, -1), { ...last, problem }];
}
