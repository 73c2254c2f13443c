import { signal } from "@preact/signals";
import type { SessionSummary } from "../../api/sessions.js";
import type { Turn } from "./turn.js";

/** A conversation whose answer comes while another one is looked at. */
export interface Running {
  readonly controller: AbortController;
  readonly turns: readonly Turn[];
  readonly summary: SessionSummary | undefined;
}

/** By the conversation's id; the one that is open is not among them. */
export const running = signal<ReadonlyMap<string, Running>>(new Map());

/** A browser opens six connections to a server; two are left for everything else. */
export const MOST_RUNNING = 4;

export function leaveRunning(id: string, one: Running): void {
  running.value = new Map([...running.value, [id, one]]);
}

/** Takes a conversation out; `undefined` when nothing comes in it. */
export function takeRunning(id: string): Running | undefined {
  const one = running.value.get(id);
  if (one !== undefined) running.value = new Map([...running.value].filter(([other]) => other !== id));
  return one;
}
