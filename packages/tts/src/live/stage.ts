import type { Warning } from "@openclaw/core";
import { type AudioFormat, speechMediaType } from "../audio/audio-format.js";
import { type AudioJoiner, refuseOtherFormat } from "../audio/audio-joiner.js";
import { createAudioJoiner } from "../audio/create-audio-joiner.js";
import { concatenate } from "../audio/bytes.js";
import type { FailedSentence, SpeakEvent, SpokenSentence } from "./speak-events.js";
import type { QueuedSentence } from "./sentence-queue.js";
import type { RunningOptions } from "./speak-options.js";

/** Where sound becomes one recording. */
export interface Stage {
  play(index: number, sentence: QueuedSentence, told: (error: Error | undefined) => void): AsyncGenerator<SpeakEvent, void, void>;
  finish(facts: { readonly firstAudioMs?: number; readonly textError?: Error }): Generator<SpeakEvent, void, void>;
}

export function createStage(options: RunningOptions): Stage {
  const withHeader = options.container === "file";
  const spoken: SpokenSentence[] = [];
  const failures: FailedSentence[] = [];
  let joiner: AudioJoiner | undefined;
  let format: AudioFormat | undefined;
  let lengthBytes = 0;
  let headerBytes = 0;

  function* audio(index: number, bytes: Uint8Array): Generator<SpeakEvent, void, void> {
    if (bytes.length === 0 || joiner === undefined) return;
    const header = withHeader && lengthBytes === 0 ? joiner.header(undefined) : new Uint8Array();
    headerBytes += header.length;
    const all = header.length === 0 ? bytes : concatenate([header, bytes]);
    lengthBytes += all.length;
    yield { type: "audio", index, bytes: all };
  }

  return {
    async *play(index, { text, sound }, told) {
      if (sound === undefined) return;
      let begun = false;
      let startMs = joiner?.durationMs() ?? 0;
      let fault: Error | undefined;
      for (;;) {
        const step = fault === undefined ? await sound.next() : ({ kind: "failed", error: fault, attempts: [] } as const);
        if (step.kind === "open") {
          if (joiner === undefined || format === undefined) {
            format = step.format;
            joiner = createAudioJoiner(format);
            yield { type: "speech-start", format, mediaType: speechMediaType(format) };
          }
          fault = otherFormat(format, step.format);
          if (fault !== undefined) continue;
          if (step.again) joiner.again();
          else joiner.begin();
          if (!begun) yield { type: "sentence-start", index, text: text.trim() };
          begun = true;
        } else if (step.kind === "bytes") {
          if (joiner !== undefined) yield* audio(index, joiner.push(step.bytes));
        } else {
          if (begun && joiner !== undefined) {
            yield* audio(index, joiner.endPart());
            startMs = joiner.partStartMs();
          }
          const durationMs = begun && joiner !== undefined ? joiner.durationMs() - startMs : 0;
          told(step.kind === "failed" ? step.error : undefined);
          if (durationMs > 0) spoken.push({ index, text: text.trim(), startMs, durationMs });
          if (step.kind === "done") {
            const warnings: readonly Warning[] = step.warnings;
            yield { type: "sentence-end", index, text: text.trim(), startMs, durationMs, attempts: step.attempts, warnings };
          } else {
            const failure = { index, text: text.trim(), error: step.error, attempts: step.attempts, spokenMs: durationMs };
            failures.push(failure);
            yield { type: "sentence-failed", ...failure };
          }
          return;
        }
      }
    },
    *finish({ firstAudioMs, textError }) {
      if (joiner !== undefined) yield* audio(spoken.at(-1)?.index ?? 0, joiner.end());
      const durationMs = joiner?.durationMs() ?? 0;
      // At a join a sentence may have lost a frame of padding: where the next one starts, it ended.
      const sentences = spoken.map((sentence, at) => ({
        ...sentence,
        durationMs: (spoken[at + 1]?.startMs ?? durationMs) - sentence.startMs,
      }));
      yield {
        type: "finish",
        complete: failures.length === 0 && textError === undefined,
        durationMs,
        lengthBytes,
        sentences,
        failures,
        ...(firstAudioMs === undefined ? {} : { firstAudioMs }),
        ...(format === undefined ? {} : { format }),
        ...(withHeader && joiner !== undefined && lengthBytes > 0 ? { header: joiner.header(lengthBytes - headerBytes) } : {}),
        ...(textError === undefined ? {} : { textError }),
      };
    },
  };
}

function otherFormat(stream: AudioFormat, part: AudioFormat): Error | undefined {
  try {
    refuseOtherFormat(stream, part);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
