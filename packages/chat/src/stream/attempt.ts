import {
  type Clock,
  defined,
  describeTarget,
  type ModelTarget,
  type RequestPlan,
  type SendOptions,
  systemClock,
} from "@openclaw/core/internal/stream";
import type { ChatAttempt, ChatEvent } from "../events.js";
import { AnswerBuilder } from "./answer-builder.js";
import { type OpenAttempt, openAttempt } from "./open-attempt.js";

/** One try of one candidate: its reply is pulled into its builder, and its times and cost are noted (FAIL-6). */
export class Attempt {
  readonly target: ModelTarget;
  readonly builder: AnswerBuilder;
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  #firstTokenMs: number | undefined;
  #open: OpenAttempt | undefined;

  /** @param options.continues the try goes on from the delivered text, so that it may have nothing to add */
  constructor(target: ModelTarget, options: { readonly clock?: Clock | undefined; readonly continues?: boolean }) {
    this.target = target;
    this.#clock = options.clock ?? systemClock;
    this.#startedAtMs = this.#clock.now();
    this.builder = new AnswerBuilder({
      what: describeTarget(target),
      model: target.model.wireId,
      mayBeEmpty: options.continues === true,
      apiKey: target.apiKey,
    });
  }

  /** Sends the request; the headers are in when this returns. */
  async open(plan: RequestPlan, options: SendOptions): Promise<void> {
    this.builder.signal = options.signal;
    this.#open = await openAttempt(plan, this.target, options);
    this.builder.generationId = this.#open.generationId;
  }

  /** Reads one network piece; what arrived before an error stays in `out`. @returns true when the reply is over */
  async pull(out: ChatEvent[]): Promise<boolean> {
    const { builder } = this;
    const payloads = await this.#read();
    const { progress, complete } = builder;
    try {
      for (const payload of payloads ?? []) {
        // Nearly never: then the event loop would turn for every chunk.
        const waiting = builder.push(payload, out);
        if (waiting !== undefined) await waiting;
      }
    } finally {
      if (builder.progress !== progress) {
        this.#firstTokenMs ??= this.#clock.now() - this.#startedAtMs;
        this.#open?.progress();
      }
    }
    if (builder.complete && !complete) this.#open?.finishing();
    return payloads === undefined || builder.done;
  }

  async #read(): Promise<readonly string[] | undefined> {
    try {
      return await this.#open?.next();
    } catch (error) {
      // The model had said that it was done: only its bill is missing.
      if (this.builder.complete) return undefined;
      throw error;
    }
  }

  /** Lets go of the connection of a whole answer, for the next request to use. Never rejects. */
  async release(): Promise<void> {
    await this.#open?.release();
  }

  /** Closes the connection. Never rejects. */
  async close(): Promise<void> {
    await this.#open?.close();
  }

  succeeded(): ChatAttempt {
    return this.record("succeeded");
  }

  /** The caller left, or nothing more can be known. */
  aborted(): ChatAttempt {
    return { ...this.record("aborted"), reason: "aborted", message: "The request was aborted." };
  }

  /** What is known of this try besides its failure. */
  record(outcome: ChatAttempt["outcome"]): ChatAttempt {
    const { model, keyLabel } = this.target;
    const { usage, generationId } = this.builder;
    return {
      model: model.ref,
      keyLabel,
      outcome,
      startedAtMs: this.#startedAtMs,
      durationMs: this.#clock.now() - this.#startedAtMs,
      ...defined({ firstTokenMs: this.#firstTokenMs, usage, costUsd: usage?.costUsd, generationId }),
    };
  }
}
