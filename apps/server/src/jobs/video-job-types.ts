import type { IdempotentRequest } from "../idempotency/idempotency-types.js";

// Video jobs that the server owns (SRV-6).

export type VideoJobState = "queued" | "submitting" | "running" | "fetching" | "completed" | "failed" | "cancelled";

export interface StoredFile {
  readonly index: number;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** A video job as the server keeps it. */
export interface OwnedVideoJob {
  /** `video_…` */
  readonly id: string;
  /** Its owner; only they may see it. */
  readonly keyId?: string;
  readonly requestId: string;
  readonly model: string;
  readonly state: VideoJobState;
  /** As the provider last said. */
  readonly providerStatus?: string;
  readonly providerJobId?: string;
  readonly generationId?: string;
  readonly costUsd?: number;
  readonly error?: { readonly code: string; readonly message: string };
  readonly files: readonly StoredFile[];
  /** What had to be moved or left out for the model. */
  readonly warnings?: readonly { readonly code: string; readonly message: string }[];
  /** What was asked for, for the wire shapes. Without pictures. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly completedAtMs?: number;
  /** When files and row are deleted. */
  readonly expiresAtMs?: number;
}

export interface SubmitVideoInput {
  readonly keyId?: string | undefined;
  /** Of its reservation, if it has one: settled or released when the job ends. */
  readonly requestId: string;
  /** Everything of the video request but its targets; plain JSON (pictures as data URLs or URLs). */
  readonly request: Readonly<Record<string, unknown>>;
  /** Model refs in order; turned into targets by `resolveTargets` of `openState`, now and after a restart. */
  readonly models: readonly string[];
  /** Shown again with the job. */
  readonly asked?: Readonly<Record<string, unknown>> | undefined;
  /** Checked against SSRF before anything is bought. */
  readonly webhookUrl?: string | undefined;
  /**
   * The request's idempotency record, when it has one: a job that was journaled under it is given back instead of a second one. With it there is no
   * `Idempotency.sending` for videos: after a crash the key is `fresh` again, and `submit` finds the job.
   */
  readonly idempotency?: IdempotentRequest | undefined;
}

export interface VideoJobs {
  /**
   * Journals the job, submits it, and resolves when the provider has accepted it. Rejects with the provider's error when it certainly cost nothing;
   * the job then stays as `failed`. Goes on by itself from there, on whatever instance is alive. Settles or releases its reservation, and writes
   * its row in the ledger, by itself. A job with another `requestId` than the given one was there before: release the reservation made for this try.
   */
  submit(input: SubmitVideoInput): Promise<OwnedVideoJob>;
  /** `undefined` for a job of somebody else too. `owner: undefined` is the gateway's own token, which sees all. */
  get(id: string, owner: string | undefined): Promise<OwnedVideoJob | undefined>;
  list(owner: string | undefined, page?: { readonly beforeId?: string; readonly limit?: number }): Promise<readonly OwnedVideoJob[]>;
  /** Of all files of a key's jobs that are kept. */
  storedBytes(keyId: string): Promise<number>;
  /** Deletes files and row of an ended job; a running one is given up (it is billed all the same) and `cancelled`. */
  remove(id: string, owner: string | undefined): Promise<boolean>;
  /** A file of a completed job, fetched again from the provider when this instance does not have it. `range` as bytes, end inclusive. */
  content(id: string, index: number, owner: string | undefined): Promise<VideoContent | undefined>;
  /** One round over the jobs that are due; gives how many there were. Runs by itself too. */
  work(): Promise<number>;
}

export interface VideoContent extends StoredFile {
  readonly path: string;
}
