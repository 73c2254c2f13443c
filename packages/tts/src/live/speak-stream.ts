import { abortReason, checkFields, type FieldNames, systemClock } from "@openclaw/core/internal";
import { SPEECH_NAMES } from "../speech/shape-speech.js";
import type { SpeechRequest } from "../speech/speech-request.js";
import { createSentenceQueue } from "./sentence-queue.js";
import type { SpeakEvent } from "./speak-events.js";
import type { RunningOptions, SpeakOptions } from "./speak-options.js";
import { createStage } from "./stage.js";

const NAMES: FieldNames = {
  what: "the options of speakStream",
  known: [
    ...SPEECH_NAMES.known,
    ...Object.keys({
      speakable: true,
      lookAhead: true,
      container: true,
      failover: true,
      circuits: true,
      random: true,
      timeoutMs: true,
      maxTextLength: true,
      maxBytes: true,
      keeper: true,
      acceptOtherFormat: true,
      transport: true,
      signal: true,
      clock: true,
    } satisfies Record<Exclude<keyof SpeakOptions, keyof SpeechRequest>, true>),
  ],
  elsewhere: { ...SPEECH_NAMES.elsewhere, abortSignal: "signal", fetch: "transport: createFetchTransport(fetch)" },
};

/**
 * Speaks a Markdown answer while it is still being written, or a text of any length (TTS-4): each sentence is synthesised as soon as it is complete, a few ahead of
 * the one that is heard, and comes out in order as one recording. What is not pulled is not fetched, up to the look-ahead. A sentence that
 * fails, after one retry, is reported, and the rest goes on; the text itself is never held up by its sound.
 *
 * When the text itself breaks off, what was complete of it is spoken, `finish` comes with its `textError`, and then that error is thrown.
 *
 * @throws RequestError at the first pull when nothing could ever be spoken with these options; the text's own error, behind `finish`; the
 *   caller's abort reason
 * @example
 * for await (const event of speakStream(chatText, { target })) if (event.type === "audio") player.write(event.bytes);
 */
export async function* speakStream(
  text: string | AsyncIterable<string> | Iterable<string>,
  options: SpeakOptions,
): AsyncGenerator<SpeakEvent, void, void> {
  checkFields(options, NAMES);
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(abortReason(options.signal));
  if (options.signal?.aborted === true) throw abortReason(options.signal);
  options.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    // A text that is there whole is one piece; as an iterable it would be its letters.
    yield* speak(typeof text === "string" ? [text] : text, { ...options, signal: controller.signal });
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
    controller.abort(new DOMException("The listener has left.", "AbortError"));
  }
}

async function* speak(text: AsyncIterable<string> | Iterable<string>, options: RunningOptions): AsyncGenerator<SpeakEvent, void, void> {
  const clock = options.clock ?? systemClock;
  const startedAtMs = clock.now();
  const queue = createSentenceQueue(options);
  const reading = queue.read(text);
  reading.catch(() => undefined);
  const stage = createStage(options);
  let firstAudioMs: number | undefined;
  for (let index = 0; ; index += 1) {
    const sentence = await queue.take(index);
    if (sentence === undefined) break;
    for await (const event of stage.play(index, sentence, (error) => queue.ended(error))) {
      if (event.type === "audio") firstAudioMs ??= clock.now() - startedAtMs;
      yield event;
    }
  }
  const textError = queue.textError();
  yield* stage.finish({
    ...(firstAudioMs === undefined ? {} : { firstAudioMs }),
    ...(textError === undefined ? {} : { textError }),
  });
  // Who only listens must not take half a text for the whole.
  if (textError !== undefined) throw textError;
}
