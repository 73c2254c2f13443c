// The public names of @openclaw/media. A line added here is public API; tests/architecture.test.ts pins the list.
export { createMediaCatalog, type MediaCatalog, type MediaCatalogOptions, type MediaLookup } from "./catalog.js";
export { IMAGE_ASPECT_RATIOS, IMAGE_RESOLUTIONS, type ImageCapabilities, MAX_IMAGES } from "./image/capabilities.js";
export { DEFAULT_IMAGE_TIMEOUT_MS, generateImages, type GenerateImagesOptions, planForTarget as planImagesFor } from "./image/generate.js";
export type { ImageEvent } from "./image/image-events.js";
export type { GeneratedImage, ImageRequest, ImageResult, ImageUsage } from "./image/image-request.js";
export { type PixelSize, readImageSize } from "./image/image-size.js";
export { type ImagePlan, planImages, type PlanImagesOptions } from "./image/plan.js";
export { streamImages } from "./image/stream.js";
export { type ImageModelRow, type ParameterRange, readImageModelRow } from "./image/wire/image-model-row.js";
export { createMediaFile, type MediaFile, type MediaReference, readDataUrl, toDataUrl } from "./media-file.js";
export { extensionOf, normalizeMediaType } from "./media-types.js";
export {
  DEFAULT_MUSIC_MODEL,
  DEFAULT_MUSIC_TIMEOUT_MS,
  generateMusic,
  type GenerateMusicOptions,
  MAX_MUSIC_BYTES,
} from "./music/generate.js";
export type { MusicRequest, MusicResult } from "./music/music-request.js";
export { planMusic } from "./music/plan.js";
export { nearestAspectRatio, nearestNumber, nearestResolution, nearestSize } from "./nearest-value.js";
export type { IgnoredOverride, Normalization, NormalizedValue } from "./normalization.js";
export type { MediaOptions, MediaTargets } from "./options.js";
export { isProvablyUnpaid } from "./paid-call.js";
export type { PaidAnswer, PaidCallLog, PaidSteps } from "./paid-steps.js";
export { looksLikeText, sniffMediaType } from "./sniff-media-type.js";
export { createImageTool, type ImageToolContext } from "./tool/image-tool.js";
export type { DeliveredFile, DeliveryNote, MediaKind, MediaTool, MediaToolContext, MediaToolResult } from "./tool/media-tool.js";
export { createMusicTool, type MusicToolContext } from "./tool/music-tool.js";
export { createVideoTool, type MadeVideo, type VideoToolContext } from "./tool/video-tool.js";
export { DEFAULT_VIDEO_MODEL, STATIC_VIDEO_CAPABILITIES, type VideoCapabilities, videoCapabilities } from "./video/capabilities.js";
export { downloadVideo, type DownloadVideoOptions, MAX_VIDEO_BYTES, type PartialVideo, type VideoDownload } from "./video/download.js";
export { generateVideo, type GenerateVideoOptions, type VideoResult } from "./video/generate.js";
export { getVideo, type GetVideoOptions } from "./video/get.js";
export { planVideo, type VideoPlan } from "./video/plan.js";
export { planVideoFor, startVideo, type StartVideoOptions } from "./video/start.js";
export type { SubmissionLog } from "./video/submission-log.js";
export { isFinal as isFinalVideoStatus, type VideoJob } from "./video/video-job.js";
export type { VideoImage, VideoImageRole, VideoRequest } from "./video/video-request.js";
export { DEFAULT_VIDEO_TIMEOUT_MS, waitForVideo, type WaitForVideoOptions } from "./video/wait.js";
export { readVideoModelRow, type VideoModelRow } from "./video/wire/video-model-row.js";
