import type { Circuits, CircuitState } from "@openclaw/core";

/** A candidate that is resting, or being tried again. */
export interface RestingCandidate {
  /** What it was asked for, such as `chat`. */
  readonly use: string;
  readonly model: string;
  readonly keyLabel: string;
  readonly state: CircuitState;
  /** When it may be tried again. */
  readonly untilMs?: number;
  /** The code of its last failure. */
  readonly cause?: string;
}

export interface WatchedCircuits extends Circuits {
  /** Says why a candidate last failed. `model` is its API id. */
  because(model: string, keyLabel: string, cause: string): void;
  /** Those that are not closed. */
  resting(): readonly RestingCandidate[];
}

const MAX_REMEMBERED = 1_000;

/** Circuits that can also be looked at as a list (FAIL-3): ids that failed are remembered, with a bound. */
export function watchCircuits(circuits: Circuits): WatchedCircuits {
  const failed = new Set<string>();
  const causes = new Map<string, string>();
  return {
    admit: (id) => circuits.admit(id),
    released: (id) => circuits.released(id),
    state: (id) => circuits.state(id),
    openUntilMs: (id) => circuits.openUntilMs(id),
    succeeded(id) {
      if (failed.size > 0) failed.delete(id);
      circuits.succeeded(id);
    },
    failed(id, restMs) {
      if (failed.size >= MAX_REMEMBERED) failed.clear();
      failed.add(id);
      circuits.failed(id, restMs);
    },
    because(model, keyLabel, cause) {
      if (causes.size >= MAX_REMEMBERED) causes.clear();
      causes.set(`${model} ${keyLabel}`, cause);
    },
    resting() {
      return [...failed].flatMap((id) => {
        const state = circuits.state(id);
        if (state === "closed") return [];
        // As `candidateId` joins them: the use, the origin, the model, and a label that may hold spaces itself.
        const [use = "", , model = "", ...label] = id.split(" ");
        const keyLabel = label.join(" ");
        const untilMs = circuits.openUntilMs(id);
        const cause = causes.get(`${model} ${keyLabel}`);
        return [{ use, model, keyLabel, state, ...(untilMs === undefined ? {} : { untilMs }), ...(cause === undefined ? {} : { cause }) }];
      });
    },
  };
}
