import { type Clock, systemClock } from "../http/clock.js";

export type CircuitState = "closed" | "open" | "half-open";

/**
 * Remembers which candidates are failing, per (key, model), so that a request does not knock on a door that was just shut (FAIL-3). One
 * instance is shared by every request of a process; the server puts a shared store behind the same interface.
 */
export interface Circuits {
  /** May this candidate be tried now? In `half-open` only one caller gets `true`: the probe. */
  admit(id: string): boolean;
  succeeded(id: string): void;
  /** @param restMs the rest that the provider asked for, when it is longer than ours */
  failed(id: string, restMs?: number): void;
  /** The attempt ended without saying anything about the candidate: the probe's place is free again. */
  released(id: string): void;
  state(id: string): CircuitState;
  /** When it may be tried again; `undefined` when it may be now. */
  openUntilMs(id: string): number | undefined;
}

export interface CircuitOptions {
  /** Failures in a row that open the circuit. Default 3. */
  readonly threshold?: number | undefined;
  /** First rest. Default 30 s; doubles with each failed probe up to `maxCooldownMs`. */
  readonly cooldownMs?: number | undefined;
  /** Default 10 minutes. */
  readonly maxCooldownMs?: number | undefined;
  /** Default: the system's. */
  readonly clock?: Clock | undefined;
  /** For jitter; tests fix it. */
  readonly random?: (() => number) | undefined;
  /** How many candidates are remembered; the longest unused is forgotten first. Default 10,000. */
  readonly maxEntries?: number | undefined;
}

interface Entry {
  failures: number;
  opened: number;
  openUntilMs: number;
  /** A probe is on its way, and its place is free again after this. */
  probeUntilMs: number;
}

/** Circuits in memory. */
export function createCircuits(options: CircuitOptions = {}): Circuits {
  const {
    threshold = 3,
    cooldownMs = 30_000,
    maxCooldownMs = 600_000,
    clock = systemClock,
    random = Math.random,
    maxEntries = 10_000,
  } = options;
  const entries = new Map<string, Entry>();

  const stateOf = (entry: Entry | undefined): CircuitState => {
    if (entry === undefined || entry.failures < threshold) return "closed";
    return clock.now() < entry.openUntilMs ? "open" : "half-open";
  };

  return {
    admit(id) {
      const entry = entries.get(id);
      const state = stateOf(entry);
      if (entry === undefined || state === "closed") return true;
      if (state === "open" || clock.now() < entry.probeUntilMs) return false;
      // A caller that never reports back must not shut the candidate out for ever.
      entry.probeUntilMs = clock.now() + maxCooldownMs;
      return true;
    },
    succeeded(id) {
      entries.delete(id);
    },
    failed(id, restMs = 0) {
      const entry = entries.get(id) ?? { failures: 0, opened: 0, openUntilMs: 0, probeUntilMs: 0 };
      const alreadyOpen = stateOf(entry) === "open";
      entry.failures++;
      entry.probeUntilMs = 0;
      if (alreadyOpen) {
        // Requests that were on their way when it opened: one outage, not one for each of them.
        entry.openUntilMs = Math.max(entry.openUntilMs, clock.now() + restMs);
      } else if (entry.failures >= threshold) {
        // Jitter of ±20 %, so that candidates that failed together are not probed together.
        const rest = Math.min(maxCooldownMs, cooldownMs * 2 ** entry.opened) * (0.8 + random() * 0.4);
        entry.opened++;
        entry.openUntilMs = clock.now() + Math.max(rest, restMs);
      }
      entries.delete(id);
      entries.set(id, entry);
      const oldest = entries.size > maxEntries ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
    },
    released(id) {
      const entry = entries.get(id);
      if (entry !== undefined) entry.probeUntilMs = 0;
    },
    state: (id) => stateOf(entries.get(id)),
    openUntilMs(id) {
      const entry = entries.get(id);
      return stateOf(entry) === "open" ? entry?.openUntilMs : undefined;
    },
  };
}
