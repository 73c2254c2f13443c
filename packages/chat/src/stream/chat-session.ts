import {
  abortReason,
  type AttemptRecord,
  candidateId,
  type CandidateWalk,
  classifyError,
  createCandidateWalk,
  delay,
  failedAttempt,
  type ModelTarget,
  type NextStep,
  PhaseTimer,
  StreamError,
  systemClock,
  type Warning,
} from "@openclaw/core";
import type { ChatEvent, FinishEvent } from "../events.js";
import type { AssistantMessage } from "../messages.js";
import type { ChatOptions, ChatRequest } from "../options.js";
import { Aligner } from "../recover/aligner.js";
import { afterEvents, type Delivered, isCommitted, NOTHING_DELIVERED } from "../recover/delivered.js";
import { mayPrefill, prefilledInput } from "../recover/prefill.js";
import { restartEvents } from "../recover/restart.js";
import { shapeChat } from "../shape/index.js";
import type { Usage } from "../usage.js";
import { AnswerBuilder } from "./answer-builder.js";
import { describeTarget, type OpenAttempt, openAttempt } from "./open-attempt.js";

interface Running {
  readonly target: ModelTarget;
  readonly startedAtMs: number;
  readonly builder: AnswerBuilder;
  readonly aligner: Aligner | undefined;
  readonly prefilled: boolean;
  open: OpenAttempt | undefined;
  firstTokenMs: number | undefined;
  aligning: boolean;
}

/**
 * One chat request from its first try to its one terminal event (FAIL-1 to FAIL-6). Events are pulled in batches, one per network piece, and
 * pass on as they come: recovery works on what the caller already has and never holds a healthy stream back.
 */
export class ChatSession {
  readonly warnings: Warning[] = [];
  readonly #request: ChatRequest;
  readonly #options: ChatOptions;
  readonly #policy: { readonly recover: boolean; readonly restart: boolean };
  readonly #walk: CandidateWalk;
  readonly #total: PhaseTimer;
  readonly #attempts: AttemptRecord[] = [];
  readonly #noPrefill: Set<string>;
  #running: Running | undefined;
  #pending: NextStep | undefined;
  /** What earlier tries delivered; the running one's part is in its builder. */
  #delivered: Delivered = NOTHING_DELIVERED;
  #lastBuilder: AnswerBuilder | undefined;
  #breakCause: unknown;
  #ended = false;

  constructor(request: ChatRequest, options: ChatOptions) {
    this.#request = request;
    this.#options = options;
    this.#policy = { recover: options.failover?.recoverMidStream ?? true, restart: (options.onDivergence ?? "restart") === "restart" };
    this.#noPrefill = options.prefillRefusals ?? new Set();
    const targets: readonly ModelTarget[] = "model" in request.target ? [request.target] : request.target;
    this.#walk = createCandidateWalk({
      targets,
      policy: options.failover,
      circuits: options.circuits,
      clock: options.clock,
      random: options.random,
    });
    this.#total = new PhaseTimer({ clock: options.clock, signal: options.signal });
    this.#total.start("total", targets[0]?.timeouts.totalMs ?? 0);
    this.#pending = this.#walk.first();
  }

  /** The next events, at least one; `undefined` after the terminal one. Never rejects. */
  async next(): Promise<readonly ChatEvent[] | undefined> {
    const out: ChatEvent[] = [];
    while (!this.#ended && out.length === 0) {
      try {
        if (this.#running === undefined) await this.#start();
        if (this.#running !== undefined) await this.#pull(this.#running, out);
      } catch (error) {
        await this.#fail(error, out);
      }
    }
    return out.length === 0 ? undefined : out;
  }

  /** The caller wants no more: the connection closes at once (NET-4). */
  async cancel(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#walk.released();
    this.#total.stop();
    await this.#running?.open?.close();
  }

  async #start(): Promise<void> {
    const step = this.#pending;
    this.#pending = undefined;
    if (step === undefined) return;
    if (step.kind === "give-up") throw new GaveUp(step.error);
    const clock = this.#options.clock ?? systemClock;
    if (step.waitMs > 0) await delay(step.waitMs, { clock, signal: this.#total.signal });
    const { target } = step;
    const committed = isCommitted(this.#delivered);
    const prefilled = committed && !this.#noPrefill.has(candidateId(target)) && mayPrefill(target, this.#request, this.#delivered);
    const input = prefilled ? prefilledInput(this.#request, this.#delivered.text, target) : this.#request;
    const aligner =
      committed || this.#delivered.reasoning !== "" ? new Aligner(this.#delivered, prefilled ? "prefill" : "replay") : undefined;
    const running: Running = {
      target,
      startedAtMs: clock.now(),
      builder: new AnswerBuilder({ what: describeTarget(target), model: target.model.wireId, mayBeEmpty: prefilled }),
      aligner,
      aligning: aligner !== undefined,
      prefilled,
      open: undefined,
      firstTokenMs: undefined,
    };
    this.#running = running;
    this.#lastBuilder = running.builder;
    const plan = shapeChat(target, input);
    this.warnings.push(...plan.warnings.filter((warning) => !this.warnings.some((known) => known.message === warning.message)));
    running.open = await openAttempt(plan, target, { transport: this.#options.transport, clock, signal: this.#total.signal });
    running.builder.generationId = running.open.generationId;
  }

  async #pull(running: Running, out: ChatEvent[]): Promise<void> {
    const { builder, open } = running;
    if (open === undefined) return;
    const payloads = await this.#nextPayloads(running, open);
    const events: ChatEvent[] = [];
    const progressBefore = builder.progress;
    const completeBefore = builder.complete;
    try {
      for (const payload of payloads ?? []) builder.push(payload, events);
    } finally {
      // What arrived before an error in the same piece belongs to the caller too.
      if (builder.progress !== progressBefore) {
        running.firstTokenMs ??= (this.#options.clock ?? systemClock).now() - running.startedAtMs;
        open.progress();
      }
      this.#deliver(running, events, out);
    }
    if (builder.complete && !completeBefore) open.finishing();
    if (payloads === undefined || builder.done) await this.#finish(running, out);
  }

  async #nextPayloads(running: Running, open: OpenAttempt): Promise<readonly string[] | undefined> {
    try {
      return await open.next();
    } catch (error) {
      // The model had said that it was done: only its bill is missing.
      if (running.builder.complete && this.#options.signal?.aborted !== true) return undefined;
      throw error;
    }
  }

  #deliver(running: Running, events: readonly ChatEvent[], out: ChatEvent[]): void {
    if (!running.aligning || running.aligner === undefined) {
      for (const event of events) out.push(event);
      return;
    }
    const aligned: ChatEvent[] = [];
    const agrees = running.aligner.align(events, aligned);
    out.push(...aligned);
    this.#delivered = afterEvents(this.#delivered, aligned);
    if (!agrees) this.#diverge(running, out);
  }

  /** The new answer takes another way than the one the caller has begun to read. */
  #diverge(running: Running, out: ChatEvent[]): void {
    running.aligning = false;
    if (this.#policy.restart) {
      const reason = this.#breakCause instanceof Error ? this.#breakCause.message : "the answer broke off";
      const events = restartEvents(running.builder);
      out.push({ type: "restart", reason }, ...events);
      this.#delivered = NOTHING_DELIVERED;
      return;
    }
    throw new StreamError(`The answer broke off, and ${describeTarget(running.target)} answered differently when asked again.`, {
      code: "stream_diverged",
      hint: "The text so far is kept; ask again for a whole answer.",
      cause: this.#breakCause,
    });
  }

  async #finish(running: Running, out: ChatEvent[]): Promise<void> {
    const { builder, target } = running;
    const events: ChatEvent[] = [];
    const end = builder.finish(events);
    if (running.aligning && running.aligner?.finish(events) === false) this.#diverge(running, out);
    if (running.prefilled && running.aligning)
      this.#delivered = afterEvents(
        this.#delivered,
        events.filter((event) => event.type === "text"),
      );
    out.push(...events);
    this.#walk.succeeded();
    this.#attempts.push({
      model: target.model.ref,
      keyLabel: target.keyLabel,
      outcome: "succeeded",
      ...this.#timesOf(running),
    });
    const finish: FinishEvent = {
      type: "finish",
      reason: end.reason,
      rawReason: end.rawReason,
      message: this.#messageOf(running),
      usage: builder.usage,
      model: builder.model,
      provider: builder.provider,
      generationId: builder.generationId,
      attempts: this.#allAttempts(),
    };
    out.push(finish);
    this.#ended = true;
    this.#total.stop();
    await running.open?.close();
  }

  async #fail(error: unknown, out: ChatEvent[]): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (running !== undefined) {
      await running.open?.close();
      this.#keepDelivered(running);
    }
    if (error instanceof GaveUp) return this.#end(error.error, out);
    const aborted = this.#total.signal.aborted;
    // Once the caller aborted or the time is up, that is the reason, whatever the connection says.
    const cause: unknown = aborted ? abortReason(this.#total.signal) : error;
    const verdict = classifyError(cause);
    if (running !== undefined) {
      this.#attempts.push(failedAttempt(running.target, { ...this.#timesOf(running), error: cause, reason: verdict.reason }));
    }
    if (aborted || running === undefined) {
      this.#walk.released();
      return this.#end(cause, out);
    }
    if (verdict.reason === "prefill_refused") this.#noPrefill.add(candidateId(running.target));
    const committed = isCommitted(this.#delivered);
    if (verdict.reason !== "prefill_refused" && !(cause instanceof StreamError && cause.code === "stream_diverged"))
      this.#breakCause = cause;
    const step =
      committed && !this.#policy.recover
        ? ({ kind: "give-up", error: asError(cause) } as const)
        : this.#walk.afterFailure(cause, { committed });
    if (step.kind === "give-up") return this.#end(this.#finalError(step.error), out);
    this.#pending = step;
    const failed = this.#attempts.at(-1);
    if (failed !== undefined && verdict.reason !== "prefill_refused") {
      out.push({ type: "failover", failed, next: step.target.model.ref, recovering: committed });
    }
  }

  /** A refused prefill is our own business: the caller hears why the answer broke. */
  #finalError(error: Error): unknown {
    return classifyError(error).reason === "prefill_refused" && this.#breakCause !== undefined ? this.#breakCause : error;
  }

  /** Takes over what the failed try had delivered. */
  #keepDelivered({ builder, aligner, aligning }: Running): void {
    // While aligning, deliveries are added one by one; otherwise the builder holds them all.
    if (aligner !== undefined && aligning) return;
    const all = afterEvents(NOTHING_DELIVERED, restartEvents(builder));
    if (isCommitted(all) || all.reasoning !== "") this.#delivered = all;
  }

  #end(error: unknown, out: ChatEvent[]): void {
    this.#ended = true;
    this.#total.stop();
    out.push({
      type: "error",
      error: asError(error),
      partial: this.#partial(),
      usage: this.#lastBuilder?.usage,
      attempts: this.#allAttempts(),
    });
  }

  #messageOf(running: Running): AssistantMessage {
    const message = running.builder.toMessage();
    return running.prefilled && running.aligning ? { ...message, content: this.#delivered.text } : message;
  }

  /** What the caller has, as a message; never with tool calls, which are whole only in a finished answer. */
  #partial(): AssistantMessage {
    const { toolCalls: _toolCalls, ...message } = this.#lastBuilder?.toMessage() ?? { role: "assistant" as const, content: null };
    return { ...message, content: this.#delivered.text === "" ? message.content : this.#delivered.text };
  }

  #timesOf(running: Running): Pick<AttemptRecord, "startedAtMs" | "durationMs" | "firstTokenMs" | "costUsd" | "generationId"> {
    const usage: Usage | undefined = running.builder.usage;
    const { generationId } = running.builder;
    return {
      startedAtMs: running.startedAtMs,
      durationMs: (this.#options.clock ?? systemClock).now() - running.startedAtMs,
      ...(running.firstTokenMs === undefined ? {} : { firstTokenMs: running.firstTokenMs }),
      ...(usage?.costUsd === undefined ? {} : { costUsd: usage.costUsd }),
      ...(generationId === undefined ? {} : { generationId }),
    };
  }

  #allAttempts(): readonly AttemptRecord[] {
    return [...this.#walk.skipped, ...this.#attempts];
  }
}

/** Carries the walk's last word through the one place that ends a session. */
class GaveUp extends Error {
  readonly error: Error;

  constructor(error: Error) {
    super(error.message);
    this.error = error;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
