import type { OwnedVideoJob, SubmitVideoInput, VideoJobs } from "./video-job-types.js";
import type { JobRow } from "./job-row.js";
import { jobIdFor } from "./job-table.js";
import { jobLedgerStep } from "./end-job.js";
import type { JobParts } from "./job-parts.js";
import { createJobWorker } from "./job-worker.js";

export interface OwnedVideoJobs extends VideoJobs {
  /** Deletes what is past its time. */
  prune(): Promise<void>;
  /** Stops between two steps; what was going on is taken up by another instance or the next start. */
  stop(): Promise<void>;
}

const MAX_AT_ONCE = 8;
const MAX_PAGE = 1000;
const CANCELLED_KEPT_MS = 86_400_000;

/** Video jobs that are the server's own: they end after a crash, and after their client has gone (SRV-6). */
export function createVideoJobs(parts: JobParts): OwnedVideoJobs {
  const { table, content, webhooks, context } = parts;
  const worker = createJobWorker(parts);
  const stopped = new AbortController();
  const busy = new Set<Promise<unknown>>();
  const track = <Value>(work: Promise<Value>): Promise<Value> => {
    busy.add(work);
    const forget = (): void => void busy.delete(work);
    work.then(forget, forget);
    return work;
  };

  const findOwn = async (id: string, owner: string | undefined): Promise<JobRow | undefined> => {
    const row = await table.find(id);
    return row === undefined || (owner !== undefined && row.job.keyId !== owner) ? undefined : row;
  };
  const read = async (id: string): Promise<OwnedVideoJob> => {
    const row = await table.find(id);
    if (row === undefined) throw new Error("A job that was just written is not there.");
    return row.job;
  };

  const submit = async (input: SubmitVideoInput): Promise<OwnedVideoJob> => {
    if (input.webhookUrl !== undefined) await webhooks.check(input.webhookUrl);
    const id = jobIdFor(input);
    const lease = await table.insert(id, input);
    if (lease !== undefined) {
      const row = await table.find(id);
      if (row !== undefined) await worker.submit(lease, row);
    }
    return read(id);
  };

  const claimMany = async (): Promise<readonly Promise<void>[]> => {
    const claimed: Promise<void>[] = [];
    while (claimed.length < MAX_AT_ONCE && !stopped.signal.aborted) {
      const next = await table.claim();
      if (next === undefined) break;
      claimed.push(track(worker.advance(next.lease, next.row, stopped.signal)));
    }
    return claimed;
  };

  return {
    // Goes on when the client has gone: nothing of the client's is waited for or listened to.
    submit: (input) => track(submit(input)),
    get: async (id, owner) => (await findOwn(id, owner))?.job,
    storedBytes: (keyId) => table.storedBytes(keyId),
    async list(owner, { beforeId, limit = 20 } = {}) {
      const rows = await table.list(owner, { beforeId, limit: Math.min(MAX_PAGE, Math.max(1, limit)) });
      return rows.map(({ job }) => job);
    },
    async remove(id, owner) {
      const row = await findOwn(id, owner);
      if (row === undefined) return false;
      const nowMs = context.clock.now();
      // A job that is fetched was billed, and has its row.
      const steps = row.job.state === "fetching" ? [] : [jobLedgerStep(row, { nowMs, outcome: "cancelled" })];
      if (await table.cancel(id, steps, nowMs + CANCELLED_KEPT_MS)) return true;
      await content.remove(id);
      return table.remove(id);
    },
    async content(id, index, owner) {
      const row = await findOwn(id, owner);
      const file = row?.job.files.find((each) => each.index === index);
      if (row === undefined || file === undefined) return undefined;
      const found = await content.find(id, file);
      if (found !== undefined) return found;
      // Another instance fetched it, to a disk of its own; the provider still has it for a while.
      const fetched = await track(worker.refetch(row, index));
      return fetched === undefined ? undefined : content.find(id, fetched);
    },
    async work() {
      let done = 0;
      for (;;) {
        const claimed = await claimMany();
        await Promise.all(claimed);
        done += claimed.length;
        if (claimed.length < MAX_AT_ONCE) return done;
      }
    },
    async prune() {
      // One whose files cannot be deleted is not to be in the way of the others.
      const failures: unknown[] = [];
      for (const id of await table.expired()) {
        try {
          await content.remove(id);
          await table.remove(id);
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
    async stop() {
      stopped.abort(new DOMException("The server is stopping.", "AbortError"));
      await Promise.allSettled(busy);
    },
  };
}
