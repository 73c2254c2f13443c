import { type AttemptRecord, attemptsOf, classifyError, type Warning } from "@openclaw/core";
import { asError, backoffMs, delay, failedAttempt, systemClock } from "@openclaw/core/internal";
import type { AudioFormat } from "../audio/audio-format.js";
import type { Speech, SpeechInput, SpeechOptions, SpeechRequest } from "../speech/speech-request.js";
import { synthesize } from "../speech/synthesize.js";
import { type Bell, createBell } from "./bell.js";

/** What becomes of a sentence, step by step. */
export type SoundStep =
  /** Sound begins; `again`: from its start, after it broke off. */
  | { readonly kind: "open"; readonly format: AudioFormat; readonly again: boolean }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "done"; readonly attempts: readonly AttemptRecord[]; readonly warnings: readonly Warning[] }
  | { readonly kind: "failed"; readonly error: Error; readonly attempts: readonly AttemptRecord[] };

export interface SentenceSound {
  next(): Promise<SoundStep>;
}

export interface SentenceSoundOptions extends SpeechOptions {
  readonly target: SpeechRequest["target"];
  readonly input: SpeechInput;
  readonly signal: AbortSignal;
  /** Told which candidate spoke, so that the others do not have to find it again. */
  readonly onSpoken: (speech: Speech) => void;
}

/** A sentence waits for its listener with no more than this in hand; the rest stays in the network. */
const AHEAD_BYTES = 1024 * 1024;
/** A longer wait is worse than a sentence less. */
const PATIENCE_MS = 5_000;
const TRIES = 2;

/** Has one sentence spoken, ahead of its turn, with one retry (TTS-4). */
export function createSentenceSound(options: SentenceSoundOptions): SentenceSound {
  const bell = createBell();
  const steps: SoundStep[] = [];
  const state = { bytes: 0, heard: false };

  const put = (step: SoundStep): void => {
    steps.push(step);
    if (step.kind === "bytes") state.bytes += step.bytes.length;
    bell.ring();
  };
  const forget = (): void => {
    steps.length = 0;
    state.bytes = 0;
  };
  void speak(options, { put, forget, state, bell });

  return {
    async next() {
      for (;;) {
        const step = steps.shift();
        if (step === undefined) {
          await bell.wait(options.signal);
          continue;
        }
        state.heard = true;
        if (step.kind === "bytes") state.bytes -= step.bytes.length;
        bell.ring();
        return step;
      }
    },
  };
}

interface Output {
  readonly put: (step: SoundStep) => void;
  /** Drops what nobody has heard yet. */
  readonly forget: () => void;
  readonly state: { readonly bytes: number; readonly heard: boolean };
  readonly bell: Bell;
}

/** Never rejects: what goes wrong is the last step. */
async function speak(options: SentenceSoundOptions, output: Output): Promise<void> {
  const { signal, clock = systemClock, random } = options;
  const attempts: AttemptRecord[] = [];
  for (let round = 1; ; round += 1) {
    let speech: Speech | undefined;
    try {
      // The retry is counted here, over the whole sentence: a reply can also break off in its middle.
      const request = { ...options.input, target: options.target };
      speech = await synthesize(request, { ...options, failover: { ...options.failover, retries: 0 } });
      if (!output.state.heard) output.forget();
      output.put({ kind: "open", format: speech.format, again: output.state.heard });
      for await (const bytes of speech.audio) {
        output.put({ kind: "bytes", bytes });
        while (output.state.bytes > AHEAD_BYTES) await output.bell.wait(signal);
      }
      options.onSpoken(speech);
      output.put({ kind: "done", attempts: [...attempts, ...speech.attempts], warnings: speech.warnings });
      return;
    } catch (cause) {
      const error = asError(cause);
      attempts.push(...(speech === undefined ? attemptsOf(error) : brokenAttempts(speech, error)));
      const waitMs = signal.aborted || round === TRIES ? undefined : retryWaitMs(error, random);
      const waited =
        waitMs !== undefined &&
        (await delay(waitMs, { clock, signal }).then(
          () => true,
          () => false,
        ));
      if (waited) continue;
      output.put({ kind: "failed", error, attempts });
      return;
    }
  }
}

/** A reply that broke off in its middle was a success until then. */
function brokenAttempts({ attempts, target }: Speech, error: Error): readonly AttemptRecord[] {
  const [last] = attempts.slice(-1);
  const { startedAtMs = 0, durationMs = 0 } = last ?? {};
  return [...attempts.slice(0, -1), failedAttempt(target, { startedAtMs, durationMs, error, reason: classifyError(error).reason })];
}

/** How long to wait before the second try; `undefined` when there should be none. */
function retryWaitMs(error: Error, random: (() => number) | undefined): number | undefined {
  const { action, reason, retryAfterMs } = classifyError(error);
  const curable = action === "retry" || (action === "next" && reason === "timeout");
  const waitMs = retryAfterMs ?? backoffMs(0, random === undefined ? {} : { random });
  return curable && waitMs <= PATIENCE_MS ? waitMs : undefined;
}
