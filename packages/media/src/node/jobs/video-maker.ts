import { safeFileName } from "@openclaw/core/node";
import type { VideoToolContext } from "../../tool/video-tool.js";
import { generateVideoFile } from "./generate-video-file.js";
import type { MakerPlace } from "./makers.js";

/**
 * What the tool `video_generate` makes its videos with where there is a disk: journaled, so that a killed agent loses no paid video (VID-5).
 * The name a model suggests is made plain first.
 */
export function createVideoMaker(place: MakerPlace): NonNullable<VideoToolContext["makeVideo"]> {
  return async (request, { filename, onJob: _onJob, log: _log, ...options }) => {
    const name = filename === undefined ? {} : { name: safeFileName(filename, "video") };
    const { file, job } = await generateVideoFile(request, {
      ...options,
      stateDir: place.stateDir,
      onRecord: place.onRecord,
      output: { folder: place.folder, ...name },
    });
    return { job, delivered: [{ path: file.path, mediaType: file.mediaType }] };
  };
}
