import type { MediaFile } from "../media-file.js";
import { pathFor, type ResolvedTarget, resolveTarget, type SaveTarget } from "./save-target.js";
import { writeAtomically } from "./write-atomically.js";

export interface SaveImagesOptions extends SaveTarget {
  /** Name when none is given. Default `image`: `image-1.png`. */
  readonly fallbackName?: string | undefined;
}

export interface SavedFile {
  readonly path: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

const MAX_TRIES = 10_000;

/**
 * Saves pictures (or any files in memory) whole or not at all, each under a name of its own (IMG-3): `image-1.png`, `image-2.png`; one picture
 * with a given name gets exactly that name, its extension following its bytes. Files that are there are never touched without `force`: because
 * the pictures are paid for, a name that is taken moves on to the next free number. Ask `checkOutput` before buying, to hear of it in time.
 *
 * @throws ToolkitError `file_io`: disk full, read-only folder, a name that leads elsewhere. Pictures saved before it stay.
 */
export async function saveImages(files: readonly MediaFile[], options: SaveImagesOptions = {}): Promise<readonly SavedFile[]> {
  const target = resolveTarget(options, options.fallbackName ?? "image");
  const numbered = files.length > 1 || !target.explicit;
  const saved: SavedFile[] = [];
  for (const [index, file] of files.entries()) {
    const first = numbered ? index + 1 : undefined;
    saved.push(await saveOne(file, { target, first, force: options.force === true }));
  }
  return saved;
}

async function saveOne(
  file: MediaFile,
  place: { readonly target: ResolvedTarget; readonly first: number | undefined; readonly force: boolean },
): Promise<SavedFile> {
  const { target, first, force } = place;
  const numbered = (taken: number): string => pathFor(target, file.extension, (first ?? 0) + taken);
  const { path, sizeBytes, sha256 } = await writeAtomically(pathFor(target, file.extension, first), file.bytes, {
    force,
    nextPath: (taken) => (taken < MAX_TRIES ? numbered(taken) : undefined),
  });
  return { path, mediaType: file.mediaType, sizeBytes, sha256 };
}
