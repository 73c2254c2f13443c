import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { extensionOf, type VideoDownload } from "@openclaw/media";
import { saveVideo } from "@openclaw/media/node";
import type { StoredFile, VideoContent } from "./video-job-types.js";

/** Videos on disk, a folder a job. Names are made here from the job's id and a number: nothing of a caller's is part of a path. */
export interface ContentStore {
  save(jobId: string, index: number, download: VideoDownload, signal?: AbortSignal): Promise<StoredFile>;
  /** `undefined` when it is not here, or not whole. */
  find(jobId: string, file: StoredFile): Promise<VideoContent | undefined>;
  remove(jobId: string): Promise<void>;
}

export function createContentStore(dir: string): ContentStore {
  const folderOf = (jobId: string): string => {
    if (!/^video_[0-9a-z]{1,64}$/.test(jobId)) throw new Error("This is no id of a video job.");
    return join(dir, "videos", jobId);
  };
  return {
    async save(jobId, index, download, signal) {
      const folder = folderOf(jobId);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const { mediaType, sizeBytes, sha256 } = await saveVideo(download, {
        folder,
        name: String(index),
        force: true,
        signal,
        mode: 0o600,
      });
      return { index, mediaType, sizeBytes, sha256 };
    },
    async find(jobId, file) {
      const path = join(folderOf(jobId), `${file.index}.${extensionOf(file.mediaType)}`);
      const found = await stat(path).catch(() => undefined);
      return found?.isFile() === true && found.size === file.sizeBytes ? { ...file, path } : undefined;
    },
    remove: (jobId) => rm(folderOf(jobId), { recursive: true, force: true, maxRetries: 2 }),
  };
}
