import { classifyError, type ModelTarget, RequestError } from "@openclaw/core";
import { asError, listTargets } from "@openclaw/core/internal";
import { shapeSpeech } from "../speech/shape-speech.js";
import type { Speech } from "../speech/speech-request.js";
import { createSpeakableReader, hasWords } from "../text/speakable.js";
import { createBell } from "./bell.js";
import { createSentenceSound, type SentenceSound } from "./sentence-sound.js";
import { inputOf, type RunningOptions } from "./speak-options.js";
import { untilAborted } from "./until-aborted.js";

const DEFAULT_LOOK_AHEAD = 2;
/** The text is read as fast as it comes, up to so many sentences ahead; then its writer has to wait. */
const MAX_WAITING_SENTENCES = 2_000;
/** A provider that failed so often in a row is left alone (FAIL-4). */
const MAX_FAILURES_IN_A_ROW = 5;

export interface QueuedSentence {
  readonly text: string;
  sound?: SentenceSound;
}

export interface SentenceQueue {
  /** Reads the text to its end; never rejects. */
  read(text: AsyncIterable<string> | Iterable<string>): Promise<void>;
  /** The sentence whose turn it is, being spoken; `undefined` behind the last. */
  take(index: number): Promise<QueuedSentence | undefined>;
  /** Told how a sentence ended, to stop asking where it is of no use. */
  ended(error: Error | undefined): void;
  textError(): Error | undefined;
}

/** Sentences on their way from the text to the listener; starts their requests in order, a bounded number at a time. */
export function createSentenceQueue(options: RunningOptions): SentenceQueue {
  const { signal } = options;
  const { lookAhead = DEFAULT_LOOK_AHEAD, maxTextLength } = options;
  const targets = listTargets(options.target);
  const [primary] = targets;
  if (primary === undefined) throw new RequestError("No model was given to speak with.", { code: "input_invalid" });
  shapeSpeech(primary, { ...inputOf(options), text: "x" });
  const bell = createBell();
  const sentences: QueuedSentence[] = [];
  let order: readonly ModelTarget[] = targets;
  let responseFormat = options.responseFormat;
  const state: { complete: boolean; broken?: Error } = { complete: false };
  let turn = 0;
  let started = 0;
  let failuresInARow = 0;
  let hopeless: Error | undefined;

  const onSpoken = (speech: Speech): void => {
    // The model that spoke first goes on speaking: another one would sound different.
    if (order[0] !== speech.target) order = [speech.target, ...order.filter((target) => target !== speech.target)];
    responseFormat = speech.format.codec;
  };
  const start = (): void => {
    for (; started < sentences.length && started <= turn + Math.max(0, lookAhead); started += 1) {
      const sentence = sentences[started];
      if (sentence === undefined) return;
      if (hopeless !== undefined) sentence.sound = failedSound(hopeless);
      else {
        const input = { ...inputOf(options), text: sentence.text.trim(), ...(responseFormat === undefined ? {} : { responseFormat }) };
        sentence.sound = createSentenceSound({ ...options, maxTextLength, target: order, input, signal, onSpoken });
      }
    }
  };
  const add = (parts: readonly string[]): void => {
    for (const part of parts) if (hasWords(part)) sentences.push({ text: part });
    start();
    bell.ring();
  };

  return {
    async read(text) {
      const reader = createSpeakableReader(options.speakable);
      try {
        for await (const chunk of untilAborted(text, signal)) {
          add(reader.push(chunk));
          while (sentences.length - turn > MAX_WAITING_SENTENCES) await bell.wait(signal);
        }
        add(reader.end());
      } catch (error) {
        state.broken = asError(error);
        // Half a sentence is not spoken.
      }
      state.complete = true;
      bell.ring();
    },
    async take(index) {
      turn = index;
      start();
      bell.ring();
      while (index >= sentences.length && !state.complete) await bell.wait(signal);
      signal.throwIfAborted();
      return sentences[index];
    },
    ended(error) {
      failuresInARow = error === undefined ? 0 : failuresInARow + 1;
      if (error === undefined) return;
      const { reason } = classifyError(error);
      if (reason === "auth" || reason === "billing" || failuresInARow >= MAX_FAILURES_IN_A_ROW) hopeless = error;
    },
    textError: () => state.broken,
  };
}

function failedSound(error: Error): SentenceSound {
  return {
    // oxlint-disable-next-line typescript/require-await -- it is asked as one that has to wait
    async next() {
      return { kind: "failed", error, attempts: [] };
    },
  };
}
