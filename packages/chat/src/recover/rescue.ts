import { classifyError, type ModelTarget, ToolkitError } from "@openclaw/core";
import { type CandidateWalk, createCandidateWalk, delay, failedAttempt, type NextStep, systemClock } from "@openclaw/core/internal";
import type { ChatAttempt, ChatEvent } from "../events.js";
import type { AssistantMessage } from "../messages.js";
import type { ChatOptions, ChatRequest } from "../options.js";
import type { AnswerBuilder } from "../stream/answer-builder.js";
import { Attempt } from "../stream/attempt.js";
import { addUsage } from "../add-usage.js";
import type { Usage } from "../usage.js";
import { Recovery } from "./recovery.js";

/** The part of a request that begins with its first failure: which candidate is next (FAIL-2), and how it goes on from what was delivered (FAIL-5). */
export class Rescue {
  readonly #request: ChatRequest;
  readonly #options: ChatOptions;
  readonly #walk: CandidateWalk;
  readonly #recovery: Recovery;
  readonly #failed: ChatAttempt[] = [];
  #usage: Usage | undefined;

  constructor(request: ChatRequest, options: ChatOptions) {
    this.#request = request;
    this.#options = options;
    const { failover: policy, circuits, clock, random, divergence = "restart", prefillRefusals: refusals = new Set() } = options;
    // What was looked up in a list of targets may not be there, whatever its type says.
    const targets = [request.target].flat().filter((target: ModelTarget | undefined) => target !== undefined);
    this.#walk = createCandidateWalk({ targets, policy, circuits, clock, random });
    this.#recovery = new Recovery({ mayRestart: divergence === "restart", refusals });
  }

  first(): NextStep {
    return this.#walk.first();
  }

  /** Every try that failed, behind the candidates that were passed over because they rest. */
  get attempts(): readonly ChatAttempt[] {
    return [...this.#walk.skipped, ...this.#failed];
  }

  /** What the failed tries were billed, where they said so. */
  get usage(): Usage | undefined {
    return this.#usage;
  }

  /** The usage of the whole answer: absent, and its cost absent, where the last try did not say, for then no sum is right. */
  totalUsage(last: Usage | undefined): Usage | undefined {
    const total = last && addUsage(this.#usage, last);
    if (total === undefined || last?.costUsd !== undefined) return total;
    const { costUsd: _tooSmall, ...tokens } = total;
    return tokens;
  }

  get partial(): AssistantMessage {
    return this.#recovery.partial;
  }

  /** Waits before a try, as the server asked or as it is wise. @throws the signal's reason as soon as it is aborted */
  async wait(waitMs: number, signal: AbortSignal): Promise<void> {
    const { clock = systemClock } = this.#options;
    if (waitMs > 0) await delay(waitMs, { clock, signal });
  }

  /** Begins a try: what to ask this candidate, and what will hold its answer. */
  begin(target: ModelTarget): { readonly input: ChatRequest; readonly attempt: Attempt } {
    const input = this.#recovery.begin(target, this.#request);
    return { input, attempt: new Attempt(target, { clock: this.#options.clock, continues: this.#recovery.continues }) };
  }

  deliver(events: readonly ChatEvent[], out: ChatEvent[], attempt: Attempt): void {
    this.#recovery.deliver(events, out, attempt);
  }

  /** The running try has given its whole answer. @throws StreamError `stream_diverged` */
  finish(out: ChatEvent[], attempt: Attempt): void {
    this.#recovery.finish(out, attempt);
    this.#walk.succeeded();
  }

  message(builder: AnswerBuilder): AssistantMessage {
    return this.#recovery.message(builder);
  }

  /** The try was left without a verdict: the caller aborted, or the time is up. */
  release(): void {
    this.#walk.released();
  }

  /**
   * Notes a failed try, and decides what is next; the caller is told by an event in `out`, unless it is our own business.
   *
   * @param options.over the caller aborted, or the time is up: nothing follows
   */
  afterFailure(
    attempt: Attempt,
    cause: unknown,
    options: { readonly over: boolean; readonly aborted: boolean },
    out: ChatEvent[],
  ): NextStep {
    const reason = options.aborted ? "aborted" : classifyError(cause).reason;
    const prefilled = this.#recovery.continues;
    const refused = reason === "prefill_refused" && prefilled;
    this.#recovery.afterFailure(attempt, { error: cause, refused });
    this.#usage = addUsage(this.#usage, attempt.builder.usage);
    const failed = options.aborted
      ? attempt.aborted()
      : failedAttempt(attempt.target, { ...attempt.record("failed"), error: cause, reason });
    this.#failed.push(failed);
    if (options.over) {
      this.release();
      return { kind: "give-up", error: cause as Error };
    }
    const { committed } = this.#recovery;
    const last = committed && this.#options.failover?.recoverMidStream === false;
    const step = this.#walk.afterFailure(cause, { committed, prefilled, last });
    if (step.kind === "give-up") return { ...step, error: this.#finalError(cause, step.error) };
    if (!refused) out.push({ type: "failover", failed, next: step.target.model.ref, recovering: committed, waitMs: step.waitMs });
    return step;
  }

  /** A refused prefill is our own business: the caller hears why the answer broke. A divergence is what became of the answer: it is told as such. */
  #finalError(cause: unknown, summary: Error): Error {
    const { cause: broke } = this.#recovery;
    if (classifyError(cause).reason === "prefill_refused" && broke !== undefined) return broke as Error;
    return ToolkitError.isInstance(cause) && cause.code === "stream_diverged" ? cause : summary;
  }
}
