import {
  abortReason,
  type AttemptRecord,
  type CandidateWalk,
  classifyError,
  createCandidateWalk,
  delay,
  type NextStep,
  PhaseTimer,
  systemClock,
  ToolkitError,
  type Warning,
} from "@openclaw/core";
import type { ChatEvent } from "./events.js";
import type { ChatOptions, ChatRequest } from "./options.js";
import { Recovery } from "./recover/recovery.js";
import { shapeChat } from "./shape/index.js";
import { Attempt } from "./stream/attempt.js";
import type { Usage } from "./usage.js";

/**
 * One chat request from its first try to its one terminal event (FAIL-1 to FAIL-6). Events are pulled in batches, one per network piece, and
 * pass on as they come: recovery works on what the caller already has and never holds a healthy stream back.
 */
export class ChatSession {
  readonly warnings: Warning[] = [];
  readonly #request: ChatRequest;
  readonly #options: ChatOptions;
  readonly #walk: CandidateWalk;
  readonly #recovery: Recovery;
  /** Aborted by `cancel` and by the caller's signal. */
  readonly #abort = new AbortController();
  readonly #total: PhaseTimer;
  readonly #attempts: AttemptRecord[] = [];
  #step: NextStep;
  #attempt: Attempt | undefined;
  #usage: Usage | undefined;
  #ended = false;
  readonly #onOuterAbort = (): void => this.#abort.abort(abortReason(this.#options.signal));

  constructor(request: ChatRequest, options: ChatOptions) {
    this.#request = request;
    this.#options = options;
    this.#recovery = new Recovery({
      mayRestart: (options.onDivergence ?? "restart") === "restart",
      refusals: options.prefillRefusals ?? new Set(),
    });
    const targets = "model" in request.target ? [request.target] : request.target;
    const { failover: policy, circuits, clock, random, signal } = options;
    this.#walk = createCandidateWalk({ targets, policy, circuits, clock, random });
    this.#step = this.#walk.first();
    if (signal?.aborted === true) this.#onOuterAbort();
    else signal?.addEventListener("abort", this.#onOuterAbort, { once: true });
    this.#total = new PhaseTimer({ clock, signal: this.#abort.signal });
    this.#total.start("total", targets[0]?.timeouts.totalMs ?? 0);
  }

  /** The next events, at least one; `undefined` after the terminal one. Never rejects. */
  async next(): Promise<readonly ChatEvent[] | undefined> {
    const out: ChatEvent[] = [];
    while (!this.#ended && out.length === 0) {
      try {
        if (this.#attempt !== undefined) await this.#pull(this.#attempt, out);
        else if (this.#step.kind === "try") await this.#start(this.#step);
        else this.#end(this.#step.error, out);
      } catch (error) {
        await this.#fail(error, out);
      }
    }
    return out.length === 0 ? undefined : out;
  }

  /** The caller wants no more: the connection closes at once (NET-4). Whoever still reads gets an `AbortError`. */
  async cancel(): Promise<void> {
    if (this.#ended) return;
    this.#abort.abort(new DOMException("The stream was left before its end.", "AbortError"));
    this.#walk.released();
    this.#settle();
    await this.#attempt?.close();
  }

  async #start({ target, waitMs }: Extract<NextStep, { kind: "try" }>): Promise<void> {
    const { transport, clock = systemClock } = this.#options;
    const { signal } = this.#total;
    if (waitMs > 0) await delay(waitMs, { clock, signal });
    signal.throwIfAborted();
    const input = this.#recovery.begin(target, this.#request);
    this.#attempt = new Attempt(target, { clock, continues: this.#recovery.continues });
    const plan = shapeChat(target, input);
    this.warnings.push(...plan.warnings.filter((warning) => !this.warnings.some((known) => known.message === warning.message)));
    await this.#attempt.open(plan, { transport, clock, signal });
  }

  async #pull(attempt: Attempt, out: ChatEvent[]): Promise<void> {
    const events: ChatEvent[] = [];
    let over = false;
    try {
      over = await attempt.pull(events);
    } finally {
      // What arrived before an error in the same piece belongs to the caller too.
      this.#recovery.deliver(events, out, attempt);
    }
    this.#abort.signal.throwIfAborted();
    if (over) this.#finish(attempt, out);
  }

  #finish(attempt: Attempt, out: ChatEvent[]): void {
    const { builder } = attempt;
    const calls: ChatEvent[] = [];
    const { reason, rawReason } = builder.finish(calls);
    this.#recovery.finish(out, attempt);
    this.#walk.succeeded();
    this.#attempts.push(attempt.succeeded());
    const { usage, model, provider, generationId } = builder;
    const message = this.#recovery.message(builder);
    out.push(...calls, { type: "finish", reason, rawReason, message, usage, model, provider, generationId, attempts: this.#allAttempts() });
    this.#ended = true;
    this.#settle();
    // Not waited for: a connection that is slow to close must not hold back an answer that is whole.
    void attempt.release();
  }

  async #fail(error: unknown, out: ChatEvent[]): Promise<void> {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    // Once the caller aborted or the time is up, that is the reason, whatever the connection says.
    const aborted = this.#total.signal.aborted;
    const cause: unknown = aborted ? abortReason(this.#total.signal) : error;
    if (attempt === undefined) {
      this.#walk.released();
      return this.#end(cause, out);
    }
    await attempt.close();
    const reason = this.#abort.signal.aborted ? "aborted" : classifyError(cause).reason;
    const refused = reason === "prefill_refused" && this.#recovery.continues;
    this.#recovery.afterFailure(attempt, { error: cause, refused });
    this.#usage = attempt.builder.usage ?? this.#usage;
    const failed = attempt.failed(cause, reason);
    this.#attempts.push(failed);
    if (aborted) {
      this.#walk.released();
      return this.#end(cause, out);
    }
    const { committed } = this.#recovery;
    const last = committed && this.#options.failover?.recoverMidStream === false;
    this.#step = this.#walk.afterFailure(cause, { committed, prefilled: this.#recovery.continues, last });
    if (this.#step.kind === "give-up") return this.#end(this.#finalError(cause, this.#step.error), out);
    if (!refused) out.push({ type: "failover", failed, next: this.#step.target.model.ref, recovering: committed });
  }

  /** A refused prefill is our own business: the caller hears why the answer broke. A divergence is what became of the answer: it is told as such. */
  #finalError(cause: unknown, summary: Error): unknown {
    const { cause: broke } = this.#recovery;
    if (classifyError(cause).reason === "prefill_refused" && broke !== undefined) return broke;
    return ToolkitError.isInstance(cause) && cause.code === "stream_diverged" ? cause : summary;
  }

  #end(error: unknown, out: ChatEvent[]): void {
    this.#ended = true;
    this.#settle();
    const attempts = this.#allAttempts();
    out.push({ type: "error", error: asError(error), partial: this.#recovery.partial, usage: this.#usage, attempts });
  }

  /** Lets go of the timer and of the caller's signal. */
  #settle(): void {
    this.#total.stop();
    this.#options.signal?.removeEventListener("abort", this.#onOuterAbort);
  }

  #allAttempts(): readonly AttemptRecord[] {
    return [...this.#walk.skipped, ...this.#attempts];
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new ToolkitError(String(error), { code: "internal", cause: error });
}
