import { given } from "../../given.js";
import { generateMusic, type GenerateMusicOptions } from "../../music/generate.js";
import type { MusicRequest, MusicResult } from "../../music/music-request.js";
import { listTargets } from "../../options.js";
import type { SavedFile } from "../save-images.js";
import type { JobRecord } from "./job-record.js";
import { makePaidFiles, type PaidFileOptions } from "./paid-work.js";
import { summarizeKept } from "./summarize-kept.js";

export interface GenerateMusicFileOptions extends Omit<GenerateMusicOptions, "log">, PaidFileOptions {}

/** The track on disk. */
export interface MusicFileResult extends Omit<MusicResult, "file"> {
  /** This toolkit's id of the job. */
  readonly id: string;
  readonly saved: SavedFile;
  readonly record: JobRecord;
  /** An earlier process had bought it: nothing was asked for now. */
  readonly recovered: boolean;
}

/**
 * Makes a track and saves it, so that a process which dies at any moment loses nothing and buys nothing twice (VID-5, MUS-1): as
 * `generateImageFiles` does for pictures.
 *
 * @throws JobError `job_outcome_unknown`; ToolkitError `file_io`: before anything is sent, or the track is kept (`deliverJob`); else as
 *   `generateMusic`
 */
export async function generateMusicFile(request: MusicRequest, options: GenerateMusicFileOptions): Promise<MusicFileResult> {
  const [target] = listTargets(request.target);
  if (target === undefined) throw new RangeError("At least one target is needed.");
  const startedAtMs = Date.now();
  const result = await makePaidFiles(
    {
      kind: "music",
      target,
      request,
      likelyExtension: request.format ?? "wav",
      make: (log) => generateMusic(request, { ...options, log }),
      filesOf: ({ file }) => [file],
    },
    options,
  );
  const { made, record, warnings } = result;
  const [saved] = result.saved;
  if (saved === undefined) throw new TypeError("The saved file of a piece of music is missing from the result.");
  const shared = { id: record.id, saved, record };
  if (made !== undefined) {
    const { file: _file, ...rest } = made;
    return { ...rest, ...shared, recovered: false, warnings: [...made.warnings, ...warnings] };
  }
  const { model, costUsd, generationIds, text: transcript } = summarizeKept(record);
  return {
    ...shared,
    recovered: true,
    model,
    ...given({ costUsd, transcript, generationId: generationIds[0] }),
    attempts: [],
    warnings,
    durationMs: Date.now() - startedAtMs,
  };
}
