import { asError } from "../errors/as-error.js";
import { type Clock, systemClock } from "../http/clock.js";
import { backoffMs } from "../http/retry-timing.js";
import { defined } from "../json.js";
import type { Overrides } from "../overrides.js";
import type { ModelTarget } from "../target.js";
import { createAdmission } from "./admission.js";
import { type AttemptRecord, candidateId } from "./attempt.js";
import type { Circuits } from "./circuits.js";
import { classifyError, type FailureReason, type Verdict } from "./classify.js";
import { type Failure, finalError, restingError } from "./final-error.js";
import { DEFAULT_FAILOVER, type FailoverPolicy } from "./policy.js";

export interface WalkOptions {
  /** In order; the same model with several keys stands there once per key. At least one. */
  readonly targets: readonly ModelTarget[];
  readonly policy?: Overrides<FailoverPolicy> | undefined;
  readonly circuits?: Circuits | undefined;
  /** What the models are asked for, one word: what fails in one use says nothing of another. Default `chat`. */
  readonly use?: string | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: (() => number) | undefined;
  /** By the clock: no try begins at or after this moment, and no wait for one reaches it. Default: none. */
  readonly deadlineMs?: number | undefined;
}

/** What to do next: try `target` after `waitMs`, or give up with `error`. */
export type NextStep =
  | { readonly kind: "try"; readonly target: ModelTarget; readonly waitMs: number; readonly reason?: FailureReason }
  | { readonly kind: "give-up"; readonly error: Error };

/** What whoever sent the request knows of a failure, besides its error. */
export interface FailureOptions {
  /** Part of the answer was already delivered: another candidate is preferred to a second try of the same one (FAIL-5). */
  readonly committed?: boolean;
  /**
   * The candidate was asked to continue an answer. When it refuses that, it is asked once more in another way, whatever `retries` says; when
   * it refuses a prefill that was the caller's own, `false`, asking again cannot help.
   */
  readonly prefilled?: boolean;
  /** No other try is wanted, whatever the error. */
  readonly last?: boolean;
}

/**
 * Decides, failure by failure, which candidate is tried next (FAIL-1, FAIL-2). It sends nothing itself, so a call that returns a value and
 * a stream that breaks half-way are walked by the same rules.
 */
export interface CandidateWalk {
  first(): NextStep;
  afterFailure(error: unknown, options?: FailureOptions): NextStep;
  /** The current candidate answered. */
  succeeded(): void;
  /** The current candidate was left without a verdict: the caller aborted. */
  released(): void;
  /** Candidates that were passed over because their circuit is open. */
  readonly skipped: readonly AttemptRecord[];
}

// With somewhere else to go, a wait longer than this is worse than the next candidate; without, a minute is worth it.
const PATIENCE_WITH_ALTERNATIVES_MS = 2_000;
const PATIENCE_ALONE_MS = 60_000;
const MAX_TRIES = 20;

/**
 * Begins a walk along the candidates; ask `first()` once, then `afterFailure()` after each try that failed. It ends by itself: after 20 tries at the latest.
 */
export function createCandidateWalk(options: WalkOptions): CandidateWalk {
  const { targets, circuits, use, clock = systemClock, random = Math.random, deadlineMs = Number.POSITIVE_INFINITY } = options;
  const policy: FailoverPolicy = { ...DEFAULT_FAILOVER, ...defined(options.policy ?? {}) };
  const { maxWaitMs = PATIENCE_ALONE_MS } = policy;
  const admission = createAdmission({ targets, circuits, use, clock });
  const { skipped } = admission;
  const failures: Failure[] = [];
  const triesOf = new Map<ModelTarget, number>();
  // What each failure rules out stays ruled out: a refused key, a model that is gone, a window that is too small.
  const rules: ((target: ModelTarget) => boolean)[] = [];
  let current: ModelTarget | undefined;

  const take = (target: ModelTarget, waitMs: number, reason?: FailureReason): NextStep => {
    current = target;
    triesOf.set(target, (triesOf.get(target) ?? 0) + 1);
    return { kind: "try", target, waitMs, ...(reason === undefined ? {} : { reason }) };
  };
  const giveUp = (): NextStep => ({ kind: "give-up", error: finalError(failures, skipped) });
  const untried = (target: ModelTarget): boolean => !triesOf.has(target) && rules.every((allows) => allows(target));
  const findNext = (): ModelTarget | undefined => targets.find((target) => untried(target) && admission.admit(target));

  const mayRetry = (target: ModelTarget): boolean => {
    // A failed try of a free model counts toward its daily allowance (trap 39).
    const retries = target.model.variants.includes("free") ? Math.min(1, policy.retries) : policy.retries;
    return (triesOf.get(target) ?? 0) <= retries && !admission.isResting(target);
  };

  const afterVerdict = (
    failed: ModelTarget,
    verdict: Verdict,
    { committed = false, prefilled, last = false }: FailureOptions,
  ): NextStep => {
    const { reason } = verdict;
    const action = reason === "prefill_refused" && prefilled === false ? "next" : verdict.action;
    const leftMs = deadlineMs - clock.now();
    if (action === "stop" || last || failures.length >= MAX_TRIES || leftMs <= 0) return giveUp();
    // The model is asked again at once, in another way: that is no failure of the candidate.
    if (reason === "prefill_refused" && (prefilled ?? mayRetry(failed))) return take(failed, 0, reason);
    const allows = allowedAfter(failed, verdict);
    const alternatives = targets.some((target) => untried(target) && allows(target) && !admission.isResting(target));
    // "Retry-After: 0" and a reset that has just passed still need a pause.
    const waitMs = Math.max(verdict.retryAfterMs ?? 0, backoffMs((triesOf.get(failed) ?? 1) - 1, { random }));
    const mayStay = (patienceMs: number): boolean => action === "retry" && mayRetry(failed) && waitMs <= patienceMs && waitMs < leftMs;
    const moveOn = committed || (reason === "rate_limit" && alternatives);
    if (!moveOn && mayStay(alternatives ? Math.min(PATIENCE_WITH_ALTERNATIVES_MS, maxWaitMs) : maxWaitMs))
      return take(failed, waitMs, reason);
    rules.push(allows);
    const next = findNext();
    if (next !== undefined) return take(next, 0, reason);
    return mayStay(maxWaitMs) ? take(failed, waitMs, reason) : giveUp();
  };

  return {
    skipped,
    first() {
      const target = findNext();
      return target === undefined ? { kind: "give-up", error: restingError(targets, admission.restMs()) } : take(target, 0);
    },
    afterFailure(error, options = {}) {
      const failed = current;
      if (failed === undefined) return { kind: "give-up", error: asError(error) };
      const verdict = classifyError(error);
      failures.push({ target: failed, error, reason: verdict.reason });
      if (verdict.countsAgainstCandidate) admission.failed(failed, verdict.retryAfterMs);
      else admission.released(failed);
      // An abort stays the platform's AbortError, whatever failed before it.
      if (verdict.reason === "aborted") return { kind: "give-up", error: asError(error) };
      return afterVerdict(failed, verdict, options);
    },
    succeeded() {
      if (current !== undefined) admission.succeeded(current);
    },
    released() {
      if (current !== undefined) admission.released(current);
    },
  };
}

/** Which other candidates could do better, given why this one failed. */
function allowedAfter(failed: ModelTarget, verdict: Verdict): (target: ModelTarget) => boolean {
  if (verdict.action === "next-key") return (target) => hasOtherKey(target, failed);
  if (verdict.action === "larger-window") {
    const window = failed.traits.contextTokens ?? 0;
    return (target) => target.model.wireId !== failed.model.wireId && (target.traits.contextTokens ?? Number.POSITIVE_INFINITY) > window;
  }
  // A rate limit may belong to the key; everything else belongs to the model.
  if (verdict.reason === "rate_limit") return (target) => candidateId(target) !== candidateId(failed) || hasOtherKey(target, failed);
  return (target) => target.model.wireId !== failed.model.wireId;
}

/** By its name, or where nobody named it, by itself. */
function hasOtherKey(target: ModelTarget, failed: ModelTarget): boolean {
  return target.keyLabel !== failed.keyLabel || target.apiKey.reveal() !== failed.apiKey.reveal();
}
