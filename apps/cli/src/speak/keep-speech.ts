import { randomUUID } from "node:crypto";
import type { ResolvedTargets } from "@openclaw/config";
import type { Warning } from "@openclaw/core";
import { defined } from "@openclaw/core/internal";
import type { MediaFile } from "@openclaw/media";
import { type JobRecord, makePaidFiles, type PaidPieces, type SavedFile, type SaveTarget } from "@openclaw/media/node";
import type { SpeechKeeper } from "@openclaw/tts";
import type { Context } from "../context.js";
import { withJobFolder } from "../make/job-place.js";
import { countPieces, sayJob } from "../make/say-kept.js";
import type { SpeechMeter } from "./meter-speech.js";
import type { Voice } from "./read-voice.js";
import { storeSpeech } from "./stored-speech.js";

export interface KeepSpeechFacts {
  readonly resolved: ResolvedTargets;
  /** Absent: it is still being written. Then only the whole recording can be kept. */
  readonly text: string | undefined;
  readonly voice: Voice;
  readonly place: SaveTarget;
  readonly meter: SpeechMeter;
  /** Told that nothing more is made, before what is kept is said. */
  readonly onEnd?: (() => void) | undefined;
}

export interface KeptSpeech<Made> {
  /** Absent when an earlier process had paid for it and only its place was missing. */
  readonly made?: Made;
  /** Absent when there was nothing to say. */
  readonly saved?: SavedFile;
  readonly warnings: readonly Warning[];
}

/** What stands in the list of jobs for a text that nobody knows yet. */
const WRITTEN_MEANWHILE = "(an answer, while it was written)";

/**
 * Speaks into a file so that nothing paid is lost (VID-5, TTS-5): each reply lies in the state folder once it is whole, and the recording before it
 * gets its name. The same text, asked for again after a kill, Ctrl-C or a full disk, goes on from there.
 */
export async function keepSpeech<Made extends { readonly file?: MediaFile | undefined }>(
  context: Context,
  facts: KeepSpeechFacts,
  speak: (keeper: SpeechKeeper | undefined) => Promise<Made>,
): Promise<KeptSpeech<Made>> {
  const { resolved, text, voice, place, meter, onEnd } = facts;
  const [target] = resolved.targets;
  if (target === undefined) throw new RangeError("At least one target is needed.");
  // Two answers are two wishes, whatever they say.
  const wish = text === undefined ? { prompt: WRITTEN_MEANWHILE, nonce: randomUUID() } : { prompt: text, ...voice };
  let job: JobRecord | undefined;
  let bought: JobRecord | undefined;
  try {
    return await withJobFolder(context, async (stateDir) => {
      const { made, saved, warnings } = await makePaidFiles<Made>(
        {
          kind: "speech",
          target,
          request: wish,
          ...(text === undefined ? {} : { resume: storeSpeech({ text, voice, model: target.model.ref }) }),
          likelyExtension: undefined,
          async make(log, pieces) {
            const recording = await speak(text === undefined ? undefined : createKeeper(pieces, meter));
            if (recording.file !== undefined) await log(target).answered({ files: [recording.file], model: target.model.ref });
            return recording;
          },
          filesOf: ({ file }) => (file === undefined ? [] : [file]),
        },
        {
          stateDir,
          output: place,
          onRecord(record) {
            job = record;
            if (record.state === "received") bought ??= record;
          },
        },
      );
      if (made === undefined && bought !== undefined) await countPieces(context, bought);
      return { warnings, ...defined({ made, saved: saved[0] }) };
    });
  } catch (error) {
    onEnd?.();
    if (job !== undefined) sayJob(context, job);
    throw error;
  }
}

/** The same request is the same sound: which one it is says all of it. */
function createKeeper(pieces: PaidPieces, meter: SpeechMeter): SpeechKeeper {
  const wishOf = ({ url, body }: Parameters<SpeechKeeper["find"]>[0]): string => JSON.stringify([url, body]);
  return {
    async find(plan) {
      const piece = await pieces.find(wishOf(plan));
      // Killed right after it had bought this, a process counted nothing.
      if (piece?.generationId !== undefined) meter.kept(piece.generationId);
      return piece;
    },
    keep: (plan, sound) => pieces.keep(wishOf(plan), sound),
  };
}
