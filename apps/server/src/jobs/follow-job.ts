import { type ModelTarget, ToolkitError } from "@openclaw/core";
import { downloadVideo, getVideo, isFinalVideoStatus, type VideoJob } from "@openclaw/media";
import { toNanoUsd } from "../store/nano-usd.js";
import type { OwnedVideoJob, StoredFile } from "./video-job-types.js";
import { type JobEnding, jobLedgerStep, outcomeUnknown } from "./end-job.js";
import type { JobParts } from "./job-parts.js";
import type { JobRow } from "./job-row.js";
import type { Lease } from "./job-table.js";

/** What happens to a job that the provider has accepted; throws what may be tried again. */
export interface JobFollower {
  /** Looks at it once. */
  poll(lease: Lease, row: JobRow, signal?: AbortSignal): Promise<void>;
  /** Fetches the files of a finished one. */
  fetchFiles(lease: Lease, row: JobRow, signal?: AbortSignal): Promise<void>;
  /** Fetches one file once more. */
  refetch(row: JobRow, index: number): Promise<StoredFile | undefined>;
  /** The time is over in which it is tried again. */
  giveUp(lease: Lease, row: JobRow): Promise<void>;
}

export const DAY_MS = 86_400_000;

export function createJobFollower({ context: { clock }, table, content, budgets, options }: JobParts, ending: JobEnding): JobFollower {
  const { pollMs = 5000, maxJobMs = DAY_MS, random = Math.random, transport, allowPrivateNetwork, resolveHost, maxVideoBytes } = options;
  const media = { clock, transport, allowPrivateNetwork, resolveHost };

  const fail = async (lease: Lease, row: JobRow, error: ToolkitError): Promise<void> => {
    await ending.fail(lease, row, { error, unpaid: false });
  };

  const giveUp = (lease: Lease, row: JobRow): Promise<void> =>
    fail(lease, row, new ToolkitError("The job did not end in time.", { code: "timeout_total" }));

  const poll = async (lease: Lease, row: JobRow, signal?: AbortSignal): Promise<void> => {
    const known = row.providerJob;
    if (known === undefined) return fail(lease, row, outcomeUnknown());
    const seen = await getVideo(known, { target: await targetOf(known, row.models), transport, clock, signal });
    const columns = { provider_job: JSON.stringify(seen), tries: 0 };
    if (!isFinalVideoStatus(seen.status)) {
      if (clock.now() > row.job.createdAtMs + maxJobMs) return giveUp(lease, row);
      // Young jobs are looked at often, old ones rarely.
      const waitMs = Math.min(pollMs * 6, Math.max(pollMs, (clock.now() - row.job.createdAtMs) / 10));
      await table.change(lease, { columns, nextAtMs: clock.now() + waitMs * (0.9 + random() * 0.2) });
      return;
    }
    if (seen.status === "completed") return bill(lease, row, seen);
    // Failed jobs are not billed, unless the provider says otherwise.
    if (seen.costUsd !== undefined) await budgets.settle(row.job.requestId, seen.costUsd);
    const error = new ToolkitError(seen.error ?? `The provider says: ${seen.status}.`, { code: "job_failed" });
    await ending.fail(lease, { ...row, providerJob: seen }, { error, unpaid: seen.costUsd === undefined });
  };

  /** The money first: should this be interrupted, the next look finds the same cost, and a reservation settles only once. */
  const bill = async (lease: Lease, row: JobRow, seen: VideoJob): Promise<void> => {
    const { job } = row;
    if (seen.costUsd !== undefined) await budgets.settle(job.requestId, seen.costUsd);
    const entry = jobLedgerStep({ ...row, providerJob: seen }, { nowMs: clock.now(), outcome: "ok" });
    const columns = {
      provider_job: JSON.stringify(seen),
      tries: 0,
      ...(seen.costUsd === undefined ? {} : { cost_nano: toNanoUsd(seen.costUsd) }),
    };
    await table.change(lease, { state: "fetching", nextAtMs: clock.now(), columns, steps: [entry] });
  };

  const fetchFiles = async (lease: Lease, row: JobRow, signal?: AbortSignal): Promise<void> => {
    const { providerJob, job } = row;
    if (providerJob === undefined) return fail(lease, row, outcomeUnknown());
    const count = Math.max(1, providerJob.fileUrls?.length ?? 1);
    const files: StoredFile[] = [];
    for (let index = 0; index < count; index++) files.push(await fetchFile(job, providerJob, { index, models: row.models, signal }));
    await ending.complete(lease, row, files);
  };

  const fetchFile = async (
    job: OwnedVideoJob,
    providerJob: VideoJob,
    facts: { readonly index: number; readonly models: readonly string[]; readonly signal?: AbortSignal | undefined },
  ): Promise<StoredFile> => {
    const { index, models, signal } = facts;
    const target = await targetOf(providerJob, models);
    const download = await downloadVideo(providerJob, { ...media, target, index, maxBytes: maxVideoBytes, signal });
    return content.save(job.id, index, download, signal);
  };

  const targetOf = async (job: VideoJob, models: readonly string[]): Promise<ModelTarget> => {
    const own = (await options.resolveTargets(models)).filter(({ endpoint }) => endpoint.baseUrl === job.baseUrl);
    const target = own.find(({ model }) => model.ref === job.model) ?? own[0];
    if (target === undefined) throw new Error("No configured target has this job's endpoint any more.");
    return target;
  };

  return {
    poll,
    fetchFiles,
    giveUp,
    refetch: async ({ job, providerJob, models }, index) =>
      providerJob === undefined ? undefined : fetchFile(job, providerJob, { index, models }),
  };
}
