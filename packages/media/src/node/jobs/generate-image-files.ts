import { given } from "../../given.js";
import { type GenerateImagesOptions, runImages } from "../../image/generate.js";
import type { ImageEvent } from "../../image/image-events.js";
import type { ImageRequest, ImageResult } from "../../image/image-request.js";
import { listTargets } from "../../options.js";
import type { SavedFile } from "../save-images.js";
import type { JobRecord } from "./job-record.js";
import { makePaidFiles, type PaidFileOptions } from "./paid-work.js";
import { summarizeKept } from "./summarize-kept.js";

export interface GenerateImageFilesOptions extends Omit<GenerateImagesOptions, "log">, PaidFileOptions {
  /** Told of previews and of each finished picture. */
  readonly onEvent?: ((event: ImageEvent) => void) | undefined;
}

/** The pictures on disk. */
export interface ImageFilesResult extends Omit<ImageResult, "route"> {
  /** This toolkit's id of the job. */
  readonly id: string;
  readonly saved: readonly SavedFile[];
  readonly record: JobRecord;
  /** An earlier process had bought them: nothing was asked for now. */
  readonly recovered: boolean;
}

/**
 * Makes pictures and saves them, so that a process which dies at any moment loses nothing and buys nothing twice (VID-5, IMG-3): see
 * `generateImages` for the request. The intent is on disk before the paid request, the pictures lie in the state folder before they get their
 * names. Asked again for the same after such a death, it takes what was kept, or refuses where nobody knows whether it was billed.
 *
 * @throws JobError `job_outcome_unknown`; ToolkitError `file_io`: before anything is sent, or the pictures are kept (`deliverJob`); else as
 *   `generateImages`
 */
export async function generateImageFiles(request: ImageRequest, options: GenerateImageFilesOptions): Promise<ImageFilesResult> {
  const [target] = listTargets(request.target);
  if (target === undefined) throw new RangeError("At least one target is needed.");
  const startedAtMs = Date.now();
  const { made, saved, record, files, warnings } = await makePaidFiles(
    {
      kind: "image",
      target,
      request,
      likelyExtension: undefined,
      make: (log) => runImages(request, { ...options, log }, options.onEvent),
      filesOf: ({ images }) => images,
    },
    options,
  );
  const shared = { id: record.id, saved, record };
  if (made !== undefined) return { ...made, ...shared, recovered: false, warnings: [...made.warnings, ...warnings] };
  const { model, costUsd, generationIds, text } = summarizeKept(record);
  return {
    ...shared,
    recovered: true,
    images: files,
    model,
    usage: given({ costUsd }),
    ...given({ text }),
    generationIds,
    normalization: {},
    ignoredOverrides: [],
    attempts: [],
    warnings,
    durationMs: Date.now() - startedAtMs,
  };
}
