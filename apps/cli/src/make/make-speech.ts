import type { ResolvedTargets } from "@openclaw/config";
import { createMediaFile } from "@openclaw/media";
import { checkOutput, type SavedFile, saveImages, type SaveTarget } from "@openclaw/media/node";
import { type Speech, type SpeechFile, type SpeechInput, synthesize, writeWav } from "@openclaw/tts";
import { readGenerationCost } from "../account/read-generation.js";
import type { Context } from "../context.js";
import { logSpending } from "../usage/log-usage.js";
import { createProgress } from "../output/progress.js";
import { nameWarnings } from "./name-warnings.js";

export interface MadeSpeech {
  readonly speech: Speech;
  readonly file: SpeechFile;
  readonly saved: SavedFile;
  /** Of the work, not of the sound. */
  readonly durationMs: number;
  /** What it cost, asked for afterwards: sound has no room for it. Absent where nobody told. */
  readonly costUsd?: number;
}

/** Speaks a text into a file; raw samples get the header that makes them a WAV file, unless a name ending in `.pcm` asks for them bare. */
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
  await checkOutput(place);
  const startedMs = io.now();
  const { tts } = (await context.config()).config;
  const progress = createProgress(out, { now: io.now, write: (text) => io.stderr.write(text) });
  progress.update(`speaking with ${resolved.targets[0]?.model.ref ?? "the model"}`);
  try {
    const speech = await synthesize(
      { ...input, target: resolved.targets },
      {
        transport: await context.transport(),
        signal: io.signal,
        circuits: context.circuits,
        failover: resolved.failover,
        timeoutMs: facts.timeoutMs ?? tts.timeoutMs,
        maxTextLength: tts.maxTextLength,
      },
    );
    const pay = async (): Promise<number | undefined> => {
      const transport = await context.transport();
      const costUsd = await readGenerationCost(speech.generationId, speech.target, { transport, signal: io.signal });
      await logSpending(context, { kind: "speech", model: speech.target.model.wireId, costUsd, session });
      return costUsd;
    };
    let made: Awaited<ReturnType<typeof keepSpeech>>;
    try {
      made = await keepSpeech(speech, place);
    } catch (error) {
      // What broke off, or found no room on the disk, was billed all the same.
      if (!io.signal.aborted) await pay();
      throw error;
    }
    const { file, saved } = made;
    progress.stop();
    out.warn([...speech.warnings, ...nameWarnings([saved])]);
    const durationMs = io.now() - startedMs;
    const costUsd = await pay();
    return { speech, file, saved, durationMs, ...(costUsd === undefined ? {} : { costUsd }) };
  } finally {
    progress.stop();
  }
}

/** The whole sound as a file, which is what its bytes are. */
async function keepSpeech(speech: Speech, place: SaveTarget): Promise<{ readonly file: SpeechFile; readonly saved: SavedFile }> {
  const file = await speech.collect();
  const samples = file.format.codec === "pcm";
  const bare = samples && place.path?.toLowerCase().endsWith(".pcm") === true;
  const wav = samples && !bare;
  const media = wav ? createMediaFile(writeWav(file.bytes, file.format)) : createMediaFile(file.bytes, bare ? "audio/pcm" : "audio/mpeg");
  const extension = bare ? "pcm" : media.extension;
  const [saved] = await saveImages([{ ...media, extension }], { ...place, fallbackName: "speech" });
  if (saved === undefined) throw new TypeError("A file was given to be saved and none was.");
  return { file, saved };
}
