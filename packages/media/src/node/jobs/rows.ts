import type { Bill } from "@openclaw/core/internal";
import type { VideoJob } from "../../video/video-job.js";
import type { SavedFile } from "../save-images.js";

/** What a paid job makes. */
export type JobKind = "video" | "image" | "music" | "speech";

/** A file of an answer that lies in the state folder until it has reached its place. */
export interface KeptFile {
  /** Its name in the folder of the job's answers. */
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** One of the paid requests that a file is made in, answered. */
export interface KeptPiece extends KeptFile {
  /** SHA-256 of what was asked for, hex. */
  readonly wish: string;
  readonly generationId?: string;
}

/** What one paid request brought. */
export interface KeptAnswer {
  readonly model: string;
  readonly files: readonly KeptFile[];
  readonly costUsd?: number;
  readonly generationId?: string;
  readonly text?: string;
}

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

/** Which of the job's paid requests, where there are several. */
interface Part {
  readonly part?: number;
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
      /** Same wish, same digest: so that a repeated command is recognised. */
      readonly digest?: string;
      /** The caller's own word. */
      readonly label?: string;
    })
  /** The next thing that happens is the paid request. */
  | (Row<"sending"> & Part & { readonly model: string; readonly baseUrl: string })
  /** The request certainly cost nothing. */
  | (Row<"refused"> & Part & { readonly code: string; readonly message: string })
  /** Nobody knows whether the request was accepted. */
  | (Row<"unknown"> & Part & { readonly message: string })
  /** It is asked for piece by piece from here on. */
  | Row<"collecting">
  /** A piece is on disk. */
  | (Row<"piece"> & KeptPiece)
  /** It was answered, and the files of the answer are on disk. */
  | (Row<"answered"> & Part & KeptAnswer)
  /** It was answered, perhaps billed, and what came is of no use. */
  | (Row<"useless"> & Part & Bill & { readonly code: string; readonly message: string })
  | (Row<"submitted"> & { readonly job: VideoJob })
  /** The job changed. */
  | (Row<"seen"> & { readonly job: VideoJob })
  /** The file begins to arrive; what comes of it stays, so that another process can go on where this one stopped. */
  | (Row<"receiving"> & { readonly mediaType: string; readonly lengthBytes: number; readonly etag?: string })
  /** The whole file is on disk; the next thing that happens is that it gets this name. */
  | (Row<"saving"> & SavedFile)
  | (Row<"done"> & SavedFile & { readonly costUsd?: number })
  /** Every kept file is in its place. */
  | (Row<"delivered"> & { readonly files: readonly SavedFile[]; readonly costUsd?: number; readonly generationIds: readonly string[] })
  /** The job itself ended without a video. */
  | (Row<"failed"> & { readonly code: string; readonly message: string })
  /** Given up here; the provider was not told, because it cannot be. */
  | Row<"cancelled">;
