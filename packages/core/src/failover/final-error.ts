import { asError } from "../errors/as-error.js";
import { ToolkitError } from "../errors/toolkit-error.js";
import type { ModelTarget } from "../target.js";
import type { AttemptRecord } from "./attempt.js";
import type { FailureReason } from "./classify.js";

/** One try that failed. */
export interface Failure {
  readonly target: ModelTarget;
  readonly error: unknown;
  readonly reason: FailureReason;
}

/** The one error that several failures end in: of one model its own, of several a line with the last word of each. */
export function finalError(failures: readonly Failure[], skipped: readonly AttemptRecord[]): Error {
  const lastError = failures.at(-1)?.error;
  const last = new Map(failures.map((failure) => [failure.target.model.ref, failure]));
  if (last.size === 1) return asError(lastError);
  const told = [...last.values()].map(
    ({ target, error, reason }) => `${target.model.ref}: ${asError(error).message.replace(/\.$/, "")} (${reason})`,
  );
  const resting = skipped.map((attempt) => `${attempt.model}: ${attempt.message ?? "skipped"}`);
  return new ToolkitError(`All models failed (${told.length + resting.length}): ${[...told, ...resting].join(" | ")}`, {
    code: "candidates_exhausted",
    retryable: failures.every(({ error }) => ToolkitError.isInstance(error) && error.retryable),
    ...(ToolkitError.isInstance(lastError) && lastError.hint !== undefined ? { hint: lastError.hint } : {}),
    cause: lastError,
  });
}

/** Nobody was asked: every candidate rests. */
export function restingError(targets: readonly ModelTarget[], restMs: number | undefined): Error {
  const names = targets.map((target) => target.model.ref).join(", ");
  const wait = restMs === undefined ? "" : ` It is tried again in ${Math.ceil(restMs / 1000)} s.`;
  return new ToolkitError(`Every candidate is resting after repeated failures: ${names}.${wait}`, {
    code: "candidates_exhausted",
    retryable: true,
    hint: "Wait, or give a fallback model.",
    ...(restMs === undefined ? {} : { retryAfterMs: restMs }),
  });
}
