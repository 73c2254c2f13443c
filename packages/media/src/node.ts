// The public names of @openclaw/media/node: everything that touches the disk, other processes or DNS.
export { checkFileName, sanitizeFileName } from "./node/file-name.js";
export { readMediaFile, type ReadMediaFileOptions } from "./node/read-media-file.js";
export { resolveHost } from "./node/resolve-host.js";
export { type SavedFile, saveImages, type SaveImagesOptions } from "./node/save-images.js";
export { saveVideo, type SaveVideoOptions } from "./node/save-video.js";
export { checkOutput, type SaveTarget } from "./node/save-target.js";
