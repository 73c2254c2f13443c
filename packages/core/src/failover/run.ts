import { abortReason, systemClock } from "../http/clock.js";
import { delay } from "../http/delay.js";
import { ToolkitError } from "../errors/toolkit-error.js";
import type { ModelTarget } from "../target.js";
import { type AttemptRecord, failedAttempt } from "./attempt.js";
import { classifyError } from "./classify.js";
import { createCandidateWalk, type WalkOptions } from "./walk.js";

export interface RunOptions extends WalkOptions {
  /** Ends the run with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told of every try that failed, and of what comes next. */
  readonly onFailure?: ((attempt: AttemptRecord, next: ModelTarget | undefined) => void) | undefined;
}

export interface RunResult<Value> {
  readonly value: Value;
  /** The candidate that answered. */
  readonly target: ModelTarget;
  readonly attempts: readonly AttemptRecord[];
}

/**
 * Runs a whole call — one that returns a value or fails — over the candidates (FAIL-1 to FAIL-4, FAIL-6). The attempts behind an error
 * that is thrown are found with `attemptsOf`.
 *
 * Paid submissions whose outcome may be unknown must not be run through here with `retries` above 0 (NET-3).
 */
export async function runWithFailover<Value>(
  options: RunOptions,
  call: (target: ModelTarget) => Promise<Value>,
): Promise<RunResult<Value>> {
  const { clock = systemClock, signal } = options;
  const walk = createCandidateWalk(options);
  const attempts: AttemptRecord[] = [];
  let step = walk.first();
  while (step.kind === "try") {
    const { target, waitMs } = step;
    try {
      if (waitMs > 0) await delay(waitMs, { clock, signal });
      signal?.throwIfAborted();
    } catch (error) {
      walk.released();
      throw withAttempts(error, [...walk.skipped, ...attempts]);
    }
    const startedAtMs = clock.now();
    try {
      const value = await call(target);
      walk.succeeded();
      attempts.push({
        model: target.model.ref,
        keyLabel: target.keyLabel,
        outcome: "succeeded",
        startedAtMs,
        durationMs: clock.now() - startedAtMs,
      });
      return { value, target, attempts: [...walk.skipped, ...attempts] };
    } catch (error) {
      const failed = failedAttempt(target, {
        startedAtMs,
        durationMs: clock.now() - startedAtMs,
        error,
        reason: classifyError(error).reason,
      });
      attempts.push(failed);
      if (signal?.aborted === true) {
        walk.released();
        // What the call made of the abort is beside the point.
        throw withAttempts(abortReason(signal), [...walk.skipped, ...attempts]);
      }
      step = walk.afterFailure(error);
      options.onFailure?.(failed, step.kind === "try" ? step.target : undefined);
    }
  }
  throw withAttempts(step.error, [...walk.skipped, ...attempts]);
}

const ATTEMPTS = new WeakMap<object, readonly AttemptRecord[]>();

/** Puts the attempts behind an error to it, for `attemptsOf`. Returns the error. */
export function withAttempts(error: unknown, attempts: readonly AttemptRecord[]): unknown {
  if (typeof error === "object" && error !== null) ATTEMPTS.set(error, attempts);
  return error;
}

/** The attempts behind an error of any of the packages, whether it carries them itself (`ChatError`) or not; empty for any other error. */
export function attemptsOf(error: unknown): readonly AttemptRecord[] {
  if (typeof error !== "object" || error === null) return [];
  const own = ToolkitError.isInstance(error) && "attempts" in error ? (error.attempts as readonly AttemptRecord[]) : undefined;
  return own ?? ATTEMPTS.get(error) ?? [];
}
