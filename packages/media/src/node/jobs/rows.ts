import type { VideoJob } from "../../video/video-job.js";
import type { SavedFile } from "../save-images.js";

/** Where the file of a job goes; the folder is absolute, because another process may start elsewhere. */
export interface JobOutput {
  readonly path?: string;
  readonly folder?: string;
  readonly name?: string;
  readonly force?: boolean;
}

interface Row<Type extends string> {
  readonly type: Type;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** One line of a job's journal. What it says was true, on disk, before the next thing happened (VID-5). */
export type JobRow =
  /** It is wanted; nothing was sent. */
  | (Row<"intent"> & {
      readonly version: 1;
      readonly id: string;
      readonly model: string;
      readonly prompt: string;
      readonly output: JobOutput;
    })
  /** The next thing that happens is the paid request. */
  | (Row<"sending"> & { readonly model: string; readonly baseUrl: string })
  /** The request certainly cost nothing. */
  | (Row<"refused"> & { readonly code: string; readonly message: string })
  /** Nobody knows whether the request was accepted. */
  | (Row<"unknown"> & { readonly message: string })
  | (Row<"submitted"> & { readonly job: VideoJob })
  /** The job changed. */
  | (Row<"seen"> & { readonly job: VideoJob })
  /** The whole file is on disk; the next thing that happens is that it gets this name. */
  | (Row<"saving"> & SavedFile)
  | (Row<"done"> & SavedFile & { readonly costUsd?: number })
  /** The job itself ended without a video. */
  | (Row<"failed"> & { readonly code: string; readonly message: string })
  /** Given up here; the provider was not told, because it cannot be. */
  | Row<"cancelled">;
