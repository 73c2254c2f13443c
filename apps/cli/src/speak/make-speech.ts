import type { ResolvedTargets } from "@openclaw/config";
import type { SavedFile, SaveTarget } from "@openclaw/media/node";
import { type Speech, type SpeechFile, type SpeechInput, synthesize } from "@openclaw/tts";
import type { Context } from "../context.js";
import { createProgress } from "../output/progress.js";
import { keepSpeech } from "./keep-speech.js";
import { meterSpeech } from "./meter-speech.js";
import { speechFile } from "./speech-file.js";

export interface MadeSpeech {
  /** Absent when an earlier process had bought it: nothing was asked for now. */
  readonly spoken?: { readonly speech: Speech; readonly recording: SpeechFile };
  readonly saved: SavedFile;
  /** Of the work, not of the sound. */
  readonly durationMs: number;
  /** What it cost, asked for afterwards: sound has no room for it. Absent where nobody told; 0 where nothing was bought. */
  readonly costUsd?: number;
}

/** Speaks a text that one request can take into a file, so that nothing paid is lost (VID-5). */
export async function makeSpeech(
  context: Context,
  facts: {
    readonly resolved: ResolvedTargets;
    readonly input: SpeechInput;
    readonly place: SaveTarget;
    /** The conversation it belongs to, for the usage log. */
    readonly session?: string | undefined;
    readonly timeoutMs?: number | undefined;
  },
): Promise<MadeSpeech> {
  const { io, out } = context;
  const { resolved, input, place, session } = facts;
  const startedMs = io.now();
  const { tts } = (await context.config()).config;
  const { text, ...voice } = input;
  const meter = await meterSpeech(context, { target: resolved.targets[0], signal: io.signal, session });
  const progress = createProgress(out, { now: io.now, write: (piece) => io.stderr.write(piece) });
  try {
    const { made, saved, warnings } = await keepSpeech(
      context,
      { resolved, text, voice, place, meter, onEnd: () => progress.stop() },
      async (keeper) => {
        progress.update(`speaking with ${resolved.targets[0]?.model.ref ?? "the model"}`);
        const speech = await synthesize(
          { ...input, target: resolved.targets },
          {
            transport: meter.transport,
            signal: io.signal,
            circuits: context.circuits,
            failover: resolved.failover,
            timeoutMs: facts.timeoutMs ?? tts.timeoutMs,
            maxTextLength: tts.maxTextLength,
            keeper,
          },
        );
        const recording = await speech.collect();
        return { speech, recording, file: speechFile(recording, place) };
      },
    );
    progress.stop();
    if (saved === undefined) throw new TypeError("A recording was made and no file of it.");
    out.warn([...(made?.speech.warnings ?? []), ...warnings]);
    const durationMs = io.now() - startedMs;
    if (made === undefined) return { saved, durationMs, costUsd: 0 };
    const costUsd = await meter.costUsd();
    return { spoken: made, saved, durationMs, ...(costUsd === undefined ? {} : { costUsd }) };
  } finally {
    progress.stop();
    // What broke off, or found no room on the disk, was billed all the same.
    await meter.costUsd();
  }
}
