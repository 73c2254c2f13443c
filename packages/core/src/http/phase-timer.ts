import { TimeoutError, type TimeoutPhase } from "../errors/timeout-error.js";
import { defined } from "../json.js";
import { abortReason, type Clock, systemClock } from "./clock.js";

export interface PhaseTimerOptions {
  readonly clock?: Clock | undefined;
  /** The caller's own abort. */
  readonly signal?: AbortSignal | undefined;
  /** What is waited for, for the message: a model and host, never a full URL. */
  readonly what?: string | undefined;
}

/**
 * Runs one clock at a time over one request (NET-3, FAIL-6). `signal` aborts with a `TimeoutError` when the current phase lasts too long, and with
 * the caller's own reason when the caller aborts; both reach the transport, so the connection closes at once.
 */
export class PhaseTimer {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #options: PhaseTimerOptions;
  #phase: TimeoutPhase | undefined;
  #limitMs = 0;
  #startedAt = 0;
  #dueAt = 0;
  #cancelTimer: (() => void) | undefined;
  readonly #onOuterAbort = (): void => this.#abort(abortReason(this.#options.signal));

  constructor(options: PhaseTimerOptions = {}) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.signal = this.#controller.signal;
    if (options.signal?.aborted === true) this.#onOuterAbort();
    else options.signal?.addEventListener("abort", this.#onOuterAbort, { once: true });
  }

  /**
   * Begins a phase and ends the one before it. A limit of 0 never runs out.
   *
   * @param startedAtMs when the phase really began, if not now
   */
  start(phase: TimeoutPhase, limitMs: number, startedAtMs: number = this.#clock.now()): void {
    this.#phase = phase;
    this.#limitMs = limitMs;
    this.#startedAt = startedAtMs;
    const endsAt = startedAtMs + limitMs;
    // A timer that goes off before this phase can end looks again then: most requests need one timer for all of their phases.
    if (limitMs > 0 && this.#cancelTimer !== undefined && this.#dueAt <= endsAt) return;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (limitMs > 0) this.#arm(Math.max(0, endsAt - this.#clock.now()));
  }

  /** Notes progress: the current phase starts over. Costs one clock reading, so it may be called for every piece that arrives. */
  progress(): void {
    this.#startedAt = this.#clock.now();
  }

  /** Ends all timing and lets go of the caller's signal. */
  stop(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#options.signal?.removeEventListener("abort", this.#onOuterAbort);
  }

  #arm(delayMs: number): void {
    this.#dueAt = this.#clock.now() + delayMs;
    this.#cancelTimer = this.#clock.after(delayMs, () => {
      // Progress only moves the start: the timer looks again instead of being set anew for every token.
      const remainingMs = this.#startedAt + this.#limitMs - this.#clock.now();
      if (remainingMs > 0) this.#arm(remainingMs);
      else if (this.#phase !== undefined) this.#abort(new TimeoutError(this.#phase, this.#limitMs, defined({ what: this.#options.what })));
    });
  }

  #abort(reason: Error): void {
    this.stop();
    this.#controller.abort(reason);
  }
}
