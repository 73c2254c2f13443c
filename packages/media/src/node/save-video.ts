import type { WriteFileAtomicOptions } from "@openclaw/core/node";
import type { MediaFile } from "../media-file.js";
import type { VideoDownload } from "../video/download.js";
import type { SavedFile } from "./save-images.js";
import { describeOtherName, firstPlace, pathFor, resolveTarget, type SaveTarget } from "./save-target.js";
import { writeMediaFile } from "./write-media-file.js";

export interface SaveVideoOptions extends SaveTarget, Omit<WriteFileAtomicOptions, "force" | "nextPath"> {
  /** Name when none is given. Default `video`: `video-1.mp4`. */
  readonly fallbackName?: string | undefined;
}

const MAX_TRIES = 10_000;

/**
 * Streams a video to disk, whole or not at all (VID-1): memory stays small however long it is. The extension follows the content. The very
 * file that was named is used, replaced with `force`, or refused; where the content is of another type than the name says, or no name was
 * given, a file that is there is never touched, and the next free number is taken. Another name than the named one is told in `note`.
 *
 * @throws ToolkitError `file_io`; what the download throws, unchanged. The job can be fetched again.
 */
export async function saveVideo(video: VideoDownload | MediaFile, options: SaveVideoOptions = {}): Promise<SavedFile> {
  const target = resolveTarget(options, options.fallbackName ?? "video");
  const { extension, mediaType } = video;
  const { explicit } = target;
  const place = explicit ? firstPlace(target, extension) : { path: pathFor(target, extension, 1), replaceable: false };
  const nextPath = (taken: number): string | undefined =>
    place.replaceable || taken >= MAX_TRIES ? undefined : pathFor(target, extension, explicit ? taken : taken + 1);
  const source = "body" in video ? video.body : video.bytes;
  const force = options.force === true && place.replaceable;
  const { path, sizeBytes, sha256 } = await writeMediaFile(place.path, source, { ...options, force, nextPath });
  const note = describeOtherName(target, extension, path);
  return { path, mediaType, sizeBytes, sha256, ...(note === undefined ? {} : { note }) };
}
