// The public names of @openclaw/media/node: everything that touches the disk, other processes or DNS.
export { generateVideoFile, type GenerateVideoFileOptions, resumeJob, type ResumeJobOptions } from "./node/jobs/generate-video-file.js";
export { deliverJob, type DeliveredFiles, type DeliverJobOptions } from "./node/jobs/deliver-kept.js";
export { generateImageFiles, type GenerateImageFilesOptions, type ImageFilesResult } from "./node/jobs/generate-image-files.js";
export { generateMusicFile, type GenerateMusicFileOptions, type MusicFileResult } from "./node/jobs/generate-music-file.js";
export { createImageMaker, createMusicMaker } from "./node/jobs/makers.js";
export { createVideoMaker } from "./node/jobs/video-maker.js";
export type { JobRecord, JobState } from "./node/jobs/job-record.js";
export { cancelJob, findJob, type JobStoreOptions, listJobs } from "./node/jobs/list.js";
export type { JobKind, JobOutput, KeptAnswer, KeptFile } from "./node/jobs/rows.js";
export type { RunJobOptions, VideoFileResult } from "./node/jobs/run-job.js";
export { usualVideoMs } from "./node/jobs/usual-duration.js";
export { readMediaFile, type ReadMediaFileOptions } from "./node/read-media-file.js";
export { resolveHost } from "./node/resolve-host.js";
export { type SavedFile, saveImages, type SaveImagesOptions } from "./node/save-images.js";
export { saveVideo, type SaveVideoOptions } from "./node/save-video.js";
export { checkOutput, type SaveTarget } from "./node/save-target.js";
