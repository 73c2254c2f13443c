import { abortReason, asError, type NextStep, PhaseTimer, systemClock, type Warning } from "@openclaw/core/internal/stream";
import type { ChatEvent, ErrorEvent } from "./events.js";
import type { ChatOptions, ChatRequest } from "./options.js";
import { rest } from "./parts.js";
import type { Rescue } from "./recover/rescue.js";
import { shapePlain } from "./shape/plain.js";
import { Attempt } from "./stream/attempt.js";

/**
 * One chat request from its first try to its one terminal event (FAIL-1 to FAIL-6): shape, send, read. What follows a failure is in `Rescue`,
 * which is loaded by the first one. Events are pulled in batches, one per network piece, and pass on as they come: recovery works on what
 * the caller already has and never holds a healthy stream back.
 */
export class ChatSession {
  readonly warnings: Warning[] = [];
  readonly #request: ChatRequest;
  readonly #options: ChatOptions;
  /** Aborted by `cancel` and by the caller's signal. */
  readonly #abort = new AbortController();
  readonly #total: PhaseTimer;
  #rescue: Rescue | undefined;
  /** Absent while only the walk can tell, because candidates may be resting. */
  #step: NextStep | undefined;
  #attempt: Attempt | undefined;
  #ended = false;
  readonly #onOuterAbort = (): void => this.#abort.abort(abortReason(this.#options.signal));

  constructor(request: ChatRequest, options: ChatOptions) {
    this.#request = request;
    this.#options = options;
    const { circuits, clock, signal } = options;
    const [target] = [request.target].flat();
    if (target !== undefined && circuits === undefined) this.#step = { kind: "try", target, waitMs: 0 };
    if (signal?.aborted === true) this.#onOuterAbort();
    else signal?.addEventListener("abort", this.#onOuterAbort, { once: true });
    this.#total = new PhaseTimer({ clock, signal: this.#abort.signal });
    this.#total.start("total", target?.timeouts.totalMs ?? 0);
  }

  /** The next events, at least one; `undefined` after the terminal one. Never rejects. */
  async next(): Promise<readonly ChatEvent[] | undefined> {
    const out: ChatEvent[] = [];
    while (!this.#ended && out.length === 0) {
      try {
        if (this.#attempt !== undefined) await this.#pull(this.#attempt, out);
        else await this.#proceed((this.#step ??= (await this.#loadRescue()).first()), out);
      } catch (error) {
        await this.#fail(error, out);
      }
    }
    return out.length === 0 ? undefined : out;
  }

  /** The caller wants no more: the connection closes at once (NET-4). Whoever still reads gets an `AbortError`. */
  async cancel(): Promise<void> {
    if (this.#ended) return;
    this.#abort.abort(leftEarly());
    this.#rescue?.release();
    this.#settle();
    await this.#attempt?.close();
  }

  /** Loads what follows a failure, and tells it of the try that went out without it: nothing rests when nothing is remembered. */
  async #loadRescue(): Promise<Rescue> {
    if (this.#rescue !== undefined) return this.#rescue;
    const { Rescue } = await rest.load(this.#total.signal);
    const made = new Rescue(this.#request, this.#options);
    if (this.#step !== undefined) made.first();
    return (this.#rescue = made);
  }

  async #proceed(step: NextStep, out: ChatEvent[]): Promise<void> {
    if (step.kind === "give-up") return this.#end(step.error, out);
    const { target, waitMs } = step;
    const { transport, clock = systemClock } = this.#options;
    const { signal } = this.#total;
    await this.#rescue?.wait(waitMs, signal);
    signal.throwIfAborted();
    const { input, attempt } = this.#rescue?.begin(target) ?? { input: this.#request, attempt: new Attempt(target, { clock }) };
    this.#attempt = attempt;
    const plan = shapePlain(target, input) ?? (await rest.load(signal)).shapeChat(target, input);
    this.warnings.push(...plan.warnings.filter((warning) => !this.warnings.some((known) => known.message === warning.message)));
    await attempt.open(plan, { transport, clock, signal });
  }

  async #pull(attempt: Attempt, out: ChatEvent[]): Promise<void> {
    const events: ChatEvent[] = [];
    let over = false;
    try {
      over = await attempt.pull(events);
    } finally {
      // What arrived before an error in the same piece belongs to the caller too.
      if (this.#rescue === undefined) for (const event of events) out.push(event);
      else this.#rescue.deliver(events, out, attempt);
    }
    this.#abort.signal.throwIfAborted();
    if (over) await this.#finish(attempt, out);
  }

  async #finish(attempt: Attempt, out: ChatEvent[]): Promise<void> {
    const { builder } = attempt;
    const calls: ChatEvent[] = [];
    const { reason, rawReason } = await builder.finish(calls);
    this.#rescue?.finish(out, attempt);
    const { model, provider, generationId } = builder;
    const message = this.#rescue?.message(builder) ?? builder.toMessage();
    const usage = this.#rescue === undefined ? builder.usage : this.#rescue.totalUsage(builder.usage);
    const attempts = [...(this.#rescue?.attempts ?? []), attempt.succeeded()];
    out.push(...calls, { type: "finish", reason, rawReason, message, usage, model, provider, generationId, attempts });
    this.#ended = true;
    this.#settle();
    // Not waited for: a connection that is slow to close must not hold back an answer that is whole.
    void attempt.release();
  }

  async #fail(error: unknown, out: ChatEvent[]): Promise<void> {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    await attempt?.close();
    let made = this.#rescue;
    try {
      // Who left is not kept waiting for a part that finds out what is next.
      if (attempt !== undefined && !this.#abort.signal.aborted) made = await this.#loadRescue();
    } catch {
      // Without it the failure is the end, and is told as it came.
    }
    // Once the caller aborted or the time is up, that is the reason, whatever the connection says.
    const over = this.#total.signal.aborted;
    const aborted = this.#abort.signal.aborted;
    const cause: unknown = over ? abortReason(this.#total.signal) : error;
    if (attempt === undefined) {
      made?.release();
      return this.#end(cause, out);
    }
    if (made === undefined) {
      const { toolCalls: _half, ...partial } = attempt.builder.toMessage();
      const { usage } = attempt.builder;
      return this.#end(cause, out, { partial, usage, attempts: [aborted ? attempt.aborted() : attempt.record("failed")] });
    }
    this.#step = made.afterFailure(attempt, cause, { over, aborted }, out);
    if (this.#step.kind === "give-up") this.#end(this.#step.error, out);
  }

  #end(error: unknown, out: ChatEvent[], facts: EndFacts = this.#rescue ?? NOTHING_DONE): void {
    this.#ended = true;
    this.#settle();
    const { partial, usage, attempts } = facts;
    out.push({ type: "error", error: asError(error), partial, usage, attempts });
  }

  /** Lets go of the timer and of the caller's signal. */
  #settle(): void {
    this.#total.stop();
    this.#options.signal?.removeEventListener("abort", this.#onOuterAbort);
  }
}

type EndFacts = Pick<ErrorEvent, "partial" | "usage" | "attempts">;
const NOTHING_DONE: EndFacts = { partial: { role: "assistant", content: null }, usage: undefined, attempts: [] };

/** What a stream ends with that its reader left. */
export function leftEarly(): DOMException {
  return new DOMException("The stream was left before its end.", "AbortError");
}
