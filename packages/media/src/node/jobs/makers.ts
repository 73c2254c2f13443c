import { safeFileName } from "@openclaw/core/node";
import type { ImageToolContext } from "../../tool/image-tool.js";
import type { MusicToolContext } from "../../tool/music-tool.js";
import type { SaveTarget } from "../save-target.js";
import { generateImageFiles } from "./generate-image-files.js";
import { generateMusicFile } from "./generate-music-file.js";
import type { JobRecord } from "./job-record.js";

/** Where the tools' makers keep and put what they make. */
export interface MakerPlace {
  readonly stateDir: string;
  readonly folder: string;
  /** Told of a job's record whenever its journal has grown. */
  readonly onRecord?: ((record: JobRecord) => void) | undefined;
}

/** What the tool `image_generate` makes its pictures with where there is a disk: journaled, so that a killed agent loses nothing paid (VID-5). */
export function createImageMaker({ stateDir, folder, onRecord }: MakerPlace): NonNullable<ImageToolContext["makeImages"]> {
  return async (request, { filename, log: _log, ...options }) => {
    const result = await generateImageFiles(request, { ...options, stateDir, onRecord, output: placeFor(folder, filename, "image") });
    return { result, delivered: result.saved.map(({ path, mediaType }) => ({ path, mediaType })) };
  };
}

/** The same for `music_generate`. */
export function createMusicMaker({ stateDir, folder, onRecord }: MakerPlace): NonNullable<MusicToolContext["makeMusic"]> {
  return async (request, { filename, log: _log, ...options }) => {
    const result = await generateMusicFile(request, { ...options, stateDir, onRecord, output: placeFor(folder, filename, "music") });
    const { path, mediaType } = result.saved;
    return { result, delivered: [{ path, mediaType }] };
  };
}

/** The name a model suggests is made plain first. */
function placeFor(folder: string, filename: string | undefined, fallback: string): SaveTarget {
  return { folder, ...(filename === undefined ? {} : { name: safeFileName(filename, fallback) }) };
}
