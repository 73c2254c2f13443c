import type { Fault } from "../faults/fault.js";

export type JobStatus = "pending" | "in_progress" | "completed" | "failed" | "cancelled" | "expired";

/** One video job, alive in memory only. */
export interface VideoJob {
  id: string;
  generationId: string;
  model: string;
  /** Where whoever asked for it believes the sandbox to be. */
  origin: string;
  createdAt: number;
  /** How often its status was asked for. */
  polls: number;
  /** Polls that see it unfinished. */
  pollsWanted: number;
  costUsd: number;
  fault?: Fault;
  /** The clip, once rendered. */
  file?: Uint8Array;
  /** Why rendering failed. */
  error?: string;
  /** Whether the webhook has been sent and the money booked. */
  settled: boolean;
  callbackUrl?: string;
}

export interface JobStore {
  add: (job: VideoJob) => void;
  find: (id: string) => VideoJob | undefined;
}

/** Finished clips are large: only the last jobs are kept. */
const LIMIT = 200;

export function createJobStore(): JobStore {
  const jobs = new Map<string, VideoJob>();
  return {
    add: (job) => {
      jobs.set(job.id, job);
      const oldest = jobs.size > LIMIT ? jobs.keys().next().value : undefined;
      if (oldest !== undefined) jobs.delete(oldest);
    },
    find: (id) => jobs.get(id),
  };
}
