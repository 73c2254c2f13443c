import type { Clock } from "../http/clock.js";
import type { ModelTarget } from "../target.js";
import { type AttemptRecord, candidateId } from "./attempt.js";
import type { Circuits } from "./circuits.js";

/** Which candidates of one walk may be tried, as their circuits say, and what the circuits are told of them (FAIL-3). */
export interface Admission {
  /** May it be tried now? A candidate that may not is noted in `skipped`, once. */
  admit(target: ModelTarget): boolean;
  isResting(target: ModelTarget): boolean;
  succeeded(target: ModelTarget): void;
  /** @param restMs the rest that the provider asked for */
  failed(target: ModelTarget, restMs: number | undefined): void;
  /** It was left without a verdict. */
  released(target: ModelTarget): void;
  /** Until the first of the candidates may be tried again; `undefined` when none rests. */
  restMs(): number | undefined;
  readonly skipped: readonly AttemptRecord[];
}

export interface AdmissionOptions {
  readonly targets: readonly ModelTarget[];
  readonly circuits: Circuits | undefined;
  readonly use: string | undefined;
  readonly clock: Clock;
}

/** Without circuits everybody is admitted. */
export function createAdmission({ targets, circuits, use, clock }: AdmissionOptions): Admission {
  const idOf = (target: ModelTarget): string => candidateId(target, use);
  const skipped: AttemptRecord[] = [];
  const passedOver = new Set<ModelTarget>();
  // Only who holds the probe's place may give it back: another request of the same candidate has nothing to release.
  const probes = new Set<ModelTarget>();

  const skip = (target: ModelTarget): void => {
    if (passedOver.has(target)) return;
    passedOver.add(target);
    skipped.push({
      model: target.model.ref,
      keyLabel: target.keyLabel,
      outcome: "skipped",
      startedAtMs: clock.now(),
      durationMs: 0,
      message: "resting after repeated failures",
    });
  };

  return {
    skipped,
    admit(target) {
      if (circuits === undefined) return true;
      const halfOpen = circuits.state(idOf(target)) === "half-open";
      if (!circuits.admit(idOf(target))) {
        skip(target);
        return false;
      }
      if (halfOpen) probes.add(target);
      return true;
    },
    isResting: (target) => circuits?.state(idOf(target)) === "open",
    succeeded: (target) => circuits?.succeeded(idOf(target)),
    failed(target, restMs) {
      probes.delete(target);
      circuits?.failed(idOf(target), restMs);
    },
    released(target) {
      if (probes.delete(target)) circuits?.released(idOf(target));
    },
    restMs() {
      const until = targets.map((target) => circuits?.openUntilMs(idOf(target))).filter((ms) => ms !== undefined);
      return until.length === 0 ? undefined : Math.max(0, Math.min(...until) - clock.now());
    },
  };
}
