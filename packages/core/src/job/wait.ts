import { ApiError } from "../errors/api-error.js";
import { JobError } from "../errors/job-error.js";
import { ToolkitError } from "../errors/toolkit-error.js";
import { classifyError } from "../failover/classify.js";
import { abortReason, type Clock, systemClock } from "../http/clock.js";
import { delay } from "../http/delay.js";
import { PhaseTimer } from "../http/phase-timer.js";

/** What one look at a job says. Any status that is not known to be final is `done: false`. */
export type JobPoll<Value> = ({ readonly done: true; readonly value: Value } | { readonly done: false }) & { readonly status?: string };

/** Told after every look, for progress displays. */
export interface JobProgress {
  readonly polls: number;
  readonly elapsedMs: number;
  /** Until the next look; absent after the last. */
  readonly nextPollMs?: number;
  /** As the look found it, the final one too; absent when the look failed. */
  readonly status?: string;
  /** The look itself failed; the job goes on. */
  readonly error?: Error;
}

export interface WaitForJobOptions {
  /** Names the job in errors, so that it can be looked up again. */
  readonly jobId: string;
  /** How long to wait in all. Default 600 000 (VID-1). */
  readonly timeoutMs?: number | undefined;
  /** Between the first looks. Default 5 000; grows by half each time. */
  readonly intervalMs?: number | undefined;
  /** Default 30 000, or `intervalMs` when that is longer. */
  readonly maxIntervalMs?: number | undefined;
  /** Limit of one look. Default 60 000. */
  readonly callMs?: number | undefined;
  /** Ends the waiting with the signal's reason; the job goes on. */
  readonly signal?: AbortSignal | undefined;
  /** Default: the system's. */
  readonly clock?: Clock | undefined;
  /** For jitter of the waits; tests fix it. */
  readonly random?: (() => number) | undefined;
  /** Told of every look at the job. */
  readonly onPoll?: ((progress: JobProgress) => void) | undefined;
}

const NOT_FOUND_PATIENCE = 5;
/** A pause that is off by more was no pause: the machine slept, or its clock was set. */
const CLOCK_JUMP_MS = 5_000;

/**
 * Looks at a job until it is done (VID-1, VID-6): at once, then with growing pauses. A look that fails for a passing reason — 429, 5xx, a
 * lost network — is not the job's failure: it is repeated, after `Retry-After` where the server said so. A job that is not found is looked
 * for a few times more, because a new one may not be visible everywhere yet. Time that a machine slept, or by which its clock was set, does not count.
 *
 * @throws JobError `timeout_total` when the time is up: the job itself goes on. Whatever `poll` throws that is not passing; the abort reason.
 */
export async function waitForJob<Value>(
  poll: (signal: AbortSignal) => Promise<JobPoll<Value>>,
  options: WaitForJobOptions,
): Promise<Value> {
  const { clock = systemClock, signal, timeoutMs = 600_000, intervalMs = 5_000, callMs = 60_000, random = Math.random } = options;
  const maxIntervalMs = Math.max(intervalMs, options.maxIntervalMs ?? 30_000);
  let startedAtMs = clock.now();
  const remaining = (): number => startedAtMs + timeoutMs - clock.now();
  let pauseMs = intervalMs;
  let notFound = 0;
  for (let polls = 1; ; polls += 1) {
    if (isAborted(signal)) throw abortReason(signal);
    const timer = new PhaseTimer({ clock, signal, what: `the job ${options.jobId}` });
    timer.start("response", Math.min(callMs, Math.max(1, remaining())));
    let seen: { readonly status?: string; readonly error?: Error };
    let askedMs: number | undefined;
    try {
      const answer = await poll(timer.signal);
      seen = answer.status === undefined ? {} : { status: answer.status };
      if (answer.done) {
        options.onPoll?.({ polls, elapsedMs: clock.now() - startedAtMs, ...seen });
        return answer.value;
      }
      notFound = 0;
    } catch (error) {
      if (isAborted(signal)) throw error;
      notFound = isNotFound(error) ? notFound + 1 : 0;
      if (!isPassing(error, notFound)) throw error;
      askedMs = classifyError(error).retryAfterMs;
      seen = { error: error as Error };
    } finally {
      timer.stop();
    }
    const waitMs = Math.min(Math.max(askedMs ?? 0, Math.round(pauseMs * (0.9 + 0.2 * random()))), remaining());
    if (waitMs <= 0) throw outOfTime(options.jobId, timeoutMs, seen.error);
    options.onPoll?.({ polls, elapsedMs: clock.now() - startedAtMs, nextPollMs: waitMs, ...seen });
    const pausedAtMs = clock.now();
    await delay(waitMs, { clock, signal });
    const jumpedMs = clock.now() - pausedAtMs - waitMs;
    // In the time of a jump nobody could look: it does not count.
    if (Math.abs(jumpedMs) > CLOCK_JUMP_MS) startedAtMs += jumpedMs;
    if (remaining() <= 0) throw outOfTime(options.jobId, timeoutMs, seen.error);
    pauseMs = Math.min(maxIntervalMs, pauseMs * 1.5);
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function isNotFound(error: unknown): boolean {
  return ToolkitError.isInstance(error) && error.code === "not_found";
}

function isPassing(error: unknown, notFound: number): boolean {
  if (isNotFound(error)) return notFound < NOT_FOUND_PATIENCE;
  const { action, reason } = classifyError(error);
  if (reason === "timeout") return true;
  return action === "retry" || (error instanceof ApiError && error.status >= 500);
}

function outOfTime(jobId: string, timeoutMs: number, cause: Error | undefined): JobError {
  return new JobError(`The job ${jobId} was not finished after ${timeoutMs} ms.`, {
    code: "timeout_total",
    jobId,
    retryable: true,
    hint: "It goes on at the provider and is paid for: wait for the same job again instead of starting another.",
    ...(cause === undefined ? {} : { cause }),
  });
}
