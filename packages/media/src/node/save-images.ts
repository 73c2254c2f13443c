import type { MediaFile } from "../media-file.js";
import { describeOtherName, firstPlace, pathFor, type ResolvedTarget, resolveTarget, type SaveTarget } from "./save-target.js";
import { writeMediaFile } from "./write-media-file.js";

export interface SaveImagesOptions extends SaveTarget {
  /** Name when none is given. Default `image`: `image-1.png`. */
  readonly fallbackName?: string | undefined;
  /** Names of the temporary files beside the final ones, so that a later run can clear up after a killed one. Default: random. */
  readonly temporaryName?: ((index: number) => string) | undefined;
  /** A file is whole on disk; the next thing that happens is that it gets this name. */
  readonly beforePublish?: ((file: SavedFile) => Promise<void> | void) | undefined;
}

export interface SavedFile {
  readonly path: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Why the file has another name than the one that was asked for: the content is of another type, or the name was taken. */
  readonly note?: string;
}

const MAX_TRIES = 10_000;

/**
 * Saves pictures (or any files in memory) whole or not at all, each under a name of its own (IMG-3): `image-1.png`, `image-2.png`; one picture
 * with a given name gets exactly that name, its extension following its bytes. Because the pictures are paid for, a name that is taken moves on to the next
 * free number; `force` replaces a file only where it is exactly the one that was named. Another name than the named one is told in `note`. Ask `checkOutput` before buying, to hear of it in time.
 *
 * @throws ToolkitError `file_io`: disk full, read-only folder, a name that leads elsewhere. Pictures saved before it stay.
 */
export async function saveImages(files: readonly MediaFile[], options: SaveImagesOptions = {}): Promise<readonly SavedFile[]> {
  const target = resolveTarget(options, options.fallbackName ?? "image");
  const numbered = files.length > 1 || !target.explicit;
  const saved: SavedFile[] = [];
  for (const [index, file] of files.entries()) {
    const first = numbered ? index + 1 : undefined;
    saved.push(
      await saveOne(file, {
        target,
        first,
        force: options.force === true,
        beforePublish: options.beforePublish,
        temporaryName: options.temporaryName?.(index),
      }),
    );
  }
  return saved;
}

async function saveOne(
  file: MediaFile,
  facts: Pick<SaveImagesOptions, "beforePublish"> & {
    readonly target: ResolvedTarget;
    readonly first: number | undefined;
    readonly force: boolean;
    readonly temporaryName: string | undefined;
  },
): Promise<SavedFile> {
  const { target, first, force, beforePublish, temporaryName } = facts;
  const { extension, mediaType } = file;
  const numbered = (taken: number): string => pathFor(target, extension, (first ?? 0) + taken);
  const place = first === undefined ? firstPlace(target, extension) : { path: numbered(0), replaceable: false };
  const { path, sizeBytes, sha256 } = await writeMediaFile(place.path, file.bytes, {
    force: force && place.replaceable,
    nextPath: (taken) => (taken < MAX_TRIES ? numbered(taken) : undefined),
    temporaryName,
    beforePublish: (written) => beforePublish?.({ ...written, mediaType }),
  });
  const note = first === undefined ? describeOtherName(target, extension, path) : undefined;
  return { path, mediaType, sizeBytes, sha256, ...(note === undefined ? {} : { note }) };
}
