import type { MediaFile } from "../media-file.js";
import type { VideoDownload } from "../video/download.js";
import type { SavedFile } from "./save-images.js";
import { pathFor, resolveTarget, type SaveTarget } from "./save-target.js";
import { writeAtomically, type WriteOptions } from "./write-atomically.js";

export interface SaveVideoOptions extends SaveTarget, Omit<WriteOptions, "force" | "nextPath"> {
  /** Name when none is given. Default `video`: `video-1.mp4`. */
  readonly fallbackName?: string | undefined;
}

const MAX_TRIES = 10_000;

/**
 * Streams a video to disk, whole or not at all (VID-1): memory stays small however long it is, and a file that is there is kept without
 * `force`. The extension follows the content. A name that was given is used or refused; without one the next free number is.
 *
 * @throws ToolkitError `file_io`; what the download throws, unchanged. The job can be fetched again.
 */
export async function saveVideo(video: VideoDownload | MediaFile, options: SaveVideoOptions = {}): Promise<SavedFile> {
  const target = resolveTarget(options, options.fallbackName ?? "video");
  const nextPath = (taken: number): string | undefined =>
    target.explicit || taken >= MAX_TRIES ? undefined : pathFor(target, video.extension, taken + 1);
  const source = "body" in video ? video.body : video.bytes;
  const first = pathFor(target, video.extension, target.explicit ? undefined : 1);
  const { path, sizeBytes, sha256 } = await writeAtomically(first, source, { ...options, nextPath });
  return { path, mediaType: video.mediaType, sizeBytes, sha256 };
}
