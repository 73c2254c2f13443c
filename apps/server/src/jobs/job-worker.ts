import { ToolkitError } from "@openclaw/core";
import { backoffMs } from "@openclaw/core/internal";
import type { StoredFile } from "./video-job-types.js";
import { createJobEnding, outcomeUnknown } from "./end-job.js";
import { createJobFollower, DAY_MS } from "./follow-job.js";
import type { JobParts } from "./job-parts.js";
import type { JobRow } from "./job-row.js";
import { DEFAULT_LEASE_MS } from "../store/context.js";
import type { Lease } from "./job-table.js";
import { createJobSubmitter } from "./submit-job.js";

export interface JobWorker {
  /** Sends a journaled job; throws what the provider said. */
  submit(lease: Lease, row: JobRow): Promise<void>;
  /** Takes a claimed job one step further. Never throws for what the provider does. */
  advance(lease: Lease, row: JobRow, signal?: AbortSignal): Promise<void>;
  /** Fetches one file of a finished job once more. */
  refetch(row: JobRow, index: number): Promise<StoredFile | undefined>;
}

const MAX_WAIT_MS = 300_000;

/** Takes video jobs from wherever they stand to their files, a step at a time; each step is journaled before the next (SRV-6). */
export function createJobWorker(parts: JobParts): JobWorker {
  const { table } = parts;
  const { clock, leaseMs = DEFAULT_LEASE_MS } = parts.context;
  const { pollMs = 5000, maxJobMs = DAY_MS, random = Math.random } = parts.options;
  const ending = createJobEnding(parts);
  const submit = createJobSubmitter(parts, ending);
  const follower = createJobFollower(parts, ending);

  const step = async (lease: Lease, row: JobRow, signal?: AbortSignal): Promise<void> => {
    switch (row.job.state) {
      case "queued":
        // The error is in the row.
        return submit(lease, row).catch(() => undefined);
      case "submitting":
        await ending.fail(lease, row, { error: outcomeUnknown(), unpaid: false });
        return;
      case "running":
        return follower.poll(lease, row, signal);
      case "fetching":
        return follower.fetchFiles(lease, row, signal);
      default:
    }
  };

  const whileLeased = async (lease: Lease, work: () => Promise<void>): Promise<void> => {
    let cancel = (): void => undefined;
    const renew = (): void => {
      cancel = clock.after(leaseMs / 3, () => {
        void table.renew(lease).catch(() => undefined);
        renew();
      });
    };
    renew();
    try {
      await work();
    } finally {
      cancel();
    }
  };

  return {
    submit: (lease, row) => whileLeased(lease, () => submit(lease, row)),
    async advance(lease, row, signal) {
      try {
        await whileLeased(lease, () => step(lease, row, signal));
      } catch (error) {
        if (signal?.aborted === true) return;
        // An address that must not be followed will not be tomorrow either.
        if (ToolkitError.isInstance(error) && error.code === "url_refused") {
          await ending.fail(lease, row, { error, unpaid: false });
          return;
        }
        // The provider, the network or the disk: the job is bought and stays; it is tried again, less and less often, for a day.
        if (clock.now() > row.job.createdAtMs + maxJobMs) return follower.giveUp(lease, row);
        const waitMs = backoffMs(row.tries, { baseMs: pollMs, capMs: Math.max(pollMs, MAX_WAIT_MS), random });
        await table.change(lease, { nextAtMs: clock.now() + waitMs, columns: { tries: row.tries + 1, ...noteOf(error) } });
      }
    },
    refetch: (row, index) => follower.refetch(row, index),
  };
}

function noteOf(error: unknown): Readonly<Record<string, string>> {
  return ToolkitError.isInstance(error) ? { error_message: error.message } : {};
}
