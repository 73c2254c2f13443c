import type { MediaFile } from "../media-file.js";
import type { VideoDownload } from "../video/download.js";
import type { SavedFile } from "./save-images.js";
import { pathFor, resolveTarget, type SaveTarget } from "./save-target.js";
import { writeAtomically, type WriteOptions } from "./write-atomically.js";

export interface SaveVideoOptions extends SaveTarget, Omit<WriteOptions, "force"> {
  /** Name when none is given. Default `video-1`. */
  readonly fallbackName?: string | undefined;
}

/**
 * Streams a video to disk, whole or not at all (VID-1): memory stays small however long it is, and a file that is there is kept without
 * `force`. The extension follows the content.
 *
 * @throws ToolkitError `file_io`; what the download throws, unchanged. The job can be fetched again.
 */
export async function saveVideo(video: VideoDownload | MediaFile, options: SaveVideoOptions = {}): Promise<SavedFile> {
  const target = resolveTarget(options, options.fallbackName ?? "video-1");
  const path = pathFor(target, video.extension);
  const source = "body" in video ? video.body : video.bytes;
  const { sizeBytes, sha256 } = await writeAtomically(path, source, options);
  return { path, mediaType: video.mediaType, sizeBytes, sha256 };
}
