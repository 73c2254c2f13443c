import { type ModelTarget, StreamError } from "@openclaw/core";
import { candidateId, describeTarget } from "@openclaw/core/internal";
import type { ChatInput } from "../chat-input.js";
import type { ChatEvent } from "../events.js";
import type { AssistantMessage } from "../messages.js";
import type { AnswerBuilder } from "../stream/answer-builder.js";
import { Aligner } from "./aligner.js";
import { afterEvents, type Delivered, isCommitted, NOTHING_DELIVERED } from "./delivered.js";
import { beginningOf, mayPrefill, prefilledInput } from "./prefill.js";
import { restartEvents } from "./restart.js";

/**
 * What the caller has been given of one answer, over all its tries, and how the next try goes on from there (FAIL-5): by continuing the
 * delivered text where the model allows it, else by answering anew, held against what was delivered.
 */
export class Recovery {
  readonly #mayRestart: boolean;
  readonly #refusals: Set<string>;
  /** What earlier tries delivered; while a try is held against it, also what that try added. */
  #delivered: Delivered = NOTHING_DELIVERED;
  #kept: AssistantMessage = { role: "assistant", content: null };
  /** Holds the running try against what was delivered; absent while everything it says is new. */
  #aligner: Aligner | undefined;
  #continues = false;
  #cause: unknown;

  /** @param options.refusals candidates that refused to continue an answer, learnt as it happens */
  constructor(options: { readonly mayRestart: boolean; readonly refusals: Set<string> }) {
    this.#mayRestart = options.mayRestart;
    this.#refusals = options.refusals;
  }

  /** Something was delivered that a new try must not contradict. */
  get committed(): boolean {
    return isCommitted(this.#delivered);
  }

  /** The running try continues the delivered text instead of answering anew. */
  get continues(): boolean {
    return this.#continues;
  }

  /** Why the answer broke, in the words of the try that was delivering it. */
  get cause(): unknown {
    return this.#cause;
  }

  /** What the caller has, as a message; never with tool calls, which are whole only in a finished answer. */
  get partial(): AssistantMessage {
    return this.#kept;
  }

  /** Begins a try. @returns what to ask this candidate */
  begin<Input extends ChatInput>(target: ModelTarget, input: Input): Input {
    const { text, reasoning } = this.#delivered;
    this.#continues = this.committed && !this.#refusals.has(candidateId(target)) && mayPrefill(target, input, this.#delivered);
    const beginning = this.#continues ? beginningOf(input, text) : undefined;
    this.#aligner = this.committed || reasoning !== "" ? new Aligner(this.#delivered, beginning) : undefined;
    return beginning === undefined ? input : prefilledInput(input, beginning, target);
  }

  /** Hands on what the running try has said: all of it, or what is new. @throws StreamError `stream_diverged` */
  deliver(events: readonly ChatEvent[], out: ChatEvent[], { target, builder }: RunningTry): void {
    if (this.#aligner === undefined) {
      for (const event of events) out.push(event);
      return;
    }
    const fresh: ChatEvent[] = [];
    const agrees = this.#aligner.align(events, fresh);
    this.#handOn(fresh, out);
    if (!agrees) this.#diverge(out, { target, builder });
  }

  /** The running try has given its whole answer. @throws StreamError `stream_diverged` */
  finish(out: ChatEvent[], { target, builder }: RunningTry): void {
    if (this.#aligner === undefined) return;
    const fresh: ChatEvent[] = [];
    const agrees = this.#aligner.finish(fresh);
    this.#handOn(fresh, out);
    if (!agrees) this.#diverge(out, { target, builder });
  }

  #handOn(fresh: readonly ChatEvent[], out: ChatEvent[]): void {
    for (const event of fresh) out.push(event);
    this.#delivered = afterEvents(this.#delivered, fresh);
  }

  /** The new answer takes another way than the one the caller has begun to read. */
  #diverge(out: ChatEvent[], { target, builder }: RunningTry): void {
    if (!this.#mayRestart) {
      throw new StreamError(`The answer broke off, and ${describeTarget(target)} answered differently when asked again.`, {
        code: "stream_diverged",
        hint: "The text so far is kept; ask again for a whole answer.",
        cause: this.#cause,
      });
    }
    const reason = this.#cause instanceof Error ? this.#cause.message : "The answer broke off.";
    out.push({ type: "restart", reason }, ...restartEvents(builder));
    this.#aligner = undefined;
    this.#delivered = NOTHING_DELIVERED;
  }

  /** Takes over what a failed try had delivered. A try that only departed from the answer, or refused to go on with it, did not break it. */
  afterFailure({ builder, target }: RunningTry, failure: { readonly error: unknown; readonly refused: boolean }): void {
    if (this.#aligner === undefined) {
      const { toolCalls: _toolCalls, ...message } = builder.toMessage();
      this.#delivered = afterEvents(NOTHING_DELIVERED, restartEvents(builder));
      this.#kept = message;
    } else {
      this.#kept = { ...this.#kept, ...visible(this.#delivered) };
    }
    this.#aligner = undefined;
    if (failure.refused) this.#refusals.add(candidateId(target));
    else if (!(failure.error instanceof StreamError && failure.error.code === "stream_diverged")) this.#cause = failure.error;
  }

  /** The finished answer: the running try's own, or what it continued and its continuation. */
  message(builder: AnswerBuilder): AssistantMessage {
    const message = builder.toMessage();
    if (!this.#continues || this.#aligner === undefined) return message;
    const annotations = [...(this.#kept.annotations ?? []), ...(message.annotations ?? [])];
    return {
      ...this.#kept,
      ...message,
      ...visible(this.#delivered),
      ...(annotations.length === 0 ? {} : { annotations }),
    };
  }
}

interface RunningTry {
  readonly target: ModelTarget;
  readonly builder: AnswerBuilder;
}

/** What the caller has seen, as the fields of a message. */
function visible({ text, reasoning, images, audioData, transcript }: Delivered): Partial<AssistantMessage> {
  const audio = { ...(audioData === "" ? {} : { data: audioData }), ...(transcript === "" ? {} : { transcript }) };
  return {
    content: text === "" ? null : text,
    ...(reasoning === "" ? {} : { reasoning }),
    ...(images.length === 0 ? {} : { images: images.map((url) => ({ url })) }),
    ...(Object.keys(audio).length === 0 ? {} : { audio }),
  };
}
