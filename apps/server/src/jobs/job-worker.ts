import { backoffMs, type ModelTarget, ToolkitError } from "@openclaw/core";
import {
  downloadVideo,
  getVideo,
  isFinalVideoStatus,
  isProvablyUnpaid,
  startVideo,
  type SubmissionLog,
  type VideoJob,
  type VideoRequest,
} from "@openclaw/media";
import type { OwnedBudgets } from "../budget/create-budgets.js";
import { toNanoUsd } from "../budget/nano-usd.js";
import { ledgerStep } from "../ledger/ledger-row.js";
import type { StateContext } from "../store/context.js";
import type { Step } from "../store/engine.js";
import type { OwnedVideoJob, StoredFile } from "../store/types.js";
import type { OwnedWebhooks } from "../webhooks/create-webhooks.js";
import type { ContentStore } from "./content-store.js";
import type { VideoJobOptions } from "./job-options.js";
import type { JobRow } from "./job-row.js";
import { type JobTable, type Lease, LEASE_MS } from "./job-table.js";

export interface JobWorkerParts {
  readonly context: StateContext;
  readonly table: JobTable;
  readonly content: ContentStore;
  readonly budgets: OwnedBudgets;
  readonly webhooks: OwnedWebhooks;
  readonly options: VideoJobOptions;
}

export interface JobWorker {
  /** Sends a journaled job; throws what the provider said. */
  submit(lease: Lease, row: JobRow): Promise<void>;
  /** Takes a claimed job one step further. Never throws for what the provider does. */
  advance(lease: Lease, row: JobRow, signal?: AbortSignal): Promise<void>;
  /** Fetches one file of a finished job once more. */
  refetch(row: JobRow, index: number): Promise<StoredFile | undefined>;
}

const DAY_MS = 86_400_000;

/** Takes video jobs from wherever they stand to their files, a step at a time; each step is journaled before the next (SRV-6). */
export function createJobWorker({ context, table, content, budgets, webhooks, options }: JobWorkerParts): JobWorker {
  const { clock } = context;
  const { pollMs = 5000, maxJobMs = DAY_MS, retentionMs = 7 * DAY_MS, random = Math.random } = options;
  const { transport, catalog, circuits, allowPrivateNetwork, resolveHost, maxVideoBytes } = options;
  const media = { clock, transport, allowPrivateNetwork, resolveHost };

  const submit = async (lease: Lease, row: JobRow): Promise<void> => {
    let sent = false;
    const log: SubmissionLog = {
      // From here on the request may have been paid for: whoever finds the job in this state does not send it again.
      async sending() {
        await own(lease, { state: "submitting", release: false });
        sent = true;
      },
      accepted: (job) => accept(lease, row, job),
      refused: () => Promise.resolve(),
      unknown: () => Promise.resolve(),
    };
    try {
      const target = await options.resolveTargets(row.models);
      const request = { ...row.request, target } as unknown as VideoRequest;
      // Without the signal: a submission that has left is waited for, also while the server stops.
      await startVideo(request, { ...media, catalog, circuits, random, log });
    } catch (error) {
      // Somebody else works on it: it is theirs to judge.
      if (error instanceof LeaseLost) return;
      const failure = sent && !ToolkitError.isInstance(error) ? outcomeUnknown() : error;
      await fail(lease, row, { error: failure, unpaid: !sent || isProvablyUnpaid(failure) });
      throw failure;
    }
  };

  const own = async (lease: Lease, change: Parameters<JobTable["change"]>[1]): Promise<void> => {
    if (!(await table.change(lease, change))) throw new LeaseLost();
  };

  const accept = async (lease: Lease, row: JobRow, job: VideoJob): Promise<void> => {
    const columns = { provider_job: JSON.stringify(job), request: null, tries: 0 };
    const change = { state: "running", nextAtMs: clock.now() + pollMs, columns } as const;
    // It is bought: a store that is away for a moment must not make it unknown.
    for (let tries = 0; ; tries++) {
      try {
        await own(lease, change);
        break;
      } catch (error) {
        if (error instanceof LeaseLost || tries === 20) throw error;
        await new Promise<void>((resolve) => void clock.after(backoffMs(tries, { capMs: 2000, random }), resolve));
      }
    }
    if (job.generationId !== undefined) await budgets.attach(row.job.requestId, job.generationId).catch(() => undefined);
  };

  const fail = async (
    lease: Lease,
    row: JobRow,
    { error, unpaid }: { readonly error: unknown; readonly unpaid: boolean },
  ): Promise<void> => {
    const code = ToolkitError.isInstance(error) ? error.code : "internal";
    const message = ToolkitError.isInstance(error) ? error.message : "The job could not be worked on.";
    const ended = await end(lease, row, {
      state: "failed",
      columns: { error_code: code, error_message: message },
      error: { code, message },
    });
    // What is not known to be free stays held, and is reconciled as any lost request.
    if (ended && unpaid) await budgets.release(row.job.requestId).catch(() => undefined);
  };

  const end = (
    lease: Lease,
    row: JobRow,
    change: {
      readonly state: "completed" | "failed";
      readonly columns: Readonly<Record<string, string | null>>;
      readonly error?: { readonly code: string; readonly message: string };
    },
  ): Promise<boolean> => {
    const nowMs = clock.now();
    const columns = { ...change.columns, request: null, completed_at: nowMs, expires_at: nowMs + retentionMs };
    return table.change(lease, { state: change.state, columns, steps: webhookSteps(row, change.state, change.error) });
  };

  const webhookSteps = (
    row: JobRow,
    state: "completed" | "failed",
    error?: { readonly code: string; readonly message: string },
  ): readonly Step[] => {
    const { webhookUrl: url, job } = row;
    if (url === undefined) return [];
    const { id, model, costUsd, createdAtMs, keyId } = job;
    const data = {
      id,
      object: "video",
      status: state,
      model,
      created_at: Math.floor(createdAtMs / 1000),
      ...(costUsd === undefined ? {} : { cost_usd: costUsd }),
      ...(error === undefined ? {} : { error }),
    };
    return [webhooks.step({ url, event: `video.${state}`, jobId: id, keyId, data })];
  };

  const poll = async (lease: Lease, row: JobRow, signal?: AbortSignal): Promise<void> => {
    const known = row.providerJob;
    if (known === undefined) return fail(lease, row, { error: outcomeUnknown(), unpaid: false });
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
    const failed = { code: "job_failed", message: seen.error ?? `The provider says: ${seen.status}.` };
    const failedRow = { ...row, providerJob: seen };
    const ended = await end(lease, failedRow, {
      state: "failed",
      columns: { provider_job: columns.provider_job, error_code: failed.code, error_message: failed.message },
      error: failed,
    });
    if (!ended) return;
    // Failed jobs are not billed, unless the provider says otherwise.
    await (seen.costUsd === undefined ? budgets.release(row.job.requestId) : budgets.settle(row.job.requestId, seen.costUsd)).catch(
      () => undefined,
    );
  };

  /** The money first: should this be interrupted, the next look finds the same cost, and a reservation settles only once. */
  const bill = async (lease: Lease, row: JobRow, seen: VideoJob): Promise<void> => {
    const { job } = row;
    if (seen.costUsd !== undefined) await budgets.settle(job.requestId, seen.costUsd);
    const entry = ledgerStep(
      {
        requestId: job.requestId,
        attempt: 1,
        keyId: job.keyId,
        endpoint: "videos",
        model: seen.model,
        costUsd: seen.costUsd,
        generationId: seen.generationId,
        latencyMs: clock.now() - job.createdAtMs,
        outcome: "ok",
      },
      clock.now(),
    );
    const columns = {
      provider_job: JSON.stringify(seen),
      tries: 0,
      ...(seen.costUsd === undefined ? {} : { cost_nano: toNanoUsd(seen.costUsd) }),
    };
    await table.change(lease, { state: "fetching", nextAtMs: clock.now(), columns, steps: [entry] });
  };

  const fetchFiles = async (lease: Lease, row: JobRow, signal?: AbortSignal): Promise<void> => {
    const { providerJob, job } = row;
    if (providerJob === undefined) return fail(lease, row, { error: outcomeUnknown(), unpaid: false });
    const count = Math.max(1, providerJob.fileUrls?.length ?? 1);
    const files: StoredFile[] = [];
    for (let index = 0; index < count; index++) files.push(await fetchFile(job, providerJob, { index, models: row.models, signal }));
    await end(lease, row, { state: "completed", columns: { files: JSON.stringify(files) } });
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

  const giveUp = (lease: Lease, row: JobRow): Promise<void> =>
    fail(lease, row, { error: new ToolkitError("The job did not end in time.", { code: "timeout_total" }), unpaid: false });

  const step = async (lease: Lease, row: JobRow, signal?: AbortSignal): Promise<void> => {
    switch (row.job.state) {
      case "queued":
        // The error is in the row.
        return submit(lease, row).catch(() => undefined);
      case "submitting":
        return fail(lease, row, { error: outcomeUnknown(), unpaid: false });
      case "running":
        return poll(lease, row, signal);
      case "fetching":
        return fetchFiles(lease, row, signal);
      default:
    }
  };

  return {
    submit: (lease, row) => whileLeased(lease, () => submit(lease, row)),
    async advance(lease, row, signal) {
      try {
        await whileLeased(lease, () => step(lease, row, signal));
      } catch (error) {
        if (signal?.aborted === true) return;
        // The provider, the network or the disk: the job is bought and stays; it is tried again, less and less often, for a day.
        if (clock.now() > row.job.createdAtMs + maxJobMs) return giveUp(lease, row);
        const waitMs = backoffMs(row.tries, { baseMs: pollMs, capMs: Math.max(pollMs, 300_000), random });
        await table.change(lease, { nextAtMs: clock.now() + waitMs, columns: { tries: row.tries + 1, ...noteOf(error) } });
      }
    },
    async refetch({ job, providerJob, models }, index) {
      return providerJob === undefined ? undefined : fetchFile(job, providerJob, { index, models });
    },
  };

  async function whileLeased(lease: Lease, work: () => Promise<void>): Promise<void> {
    let cancel = (): void => undefined;
    const renew = (): void => {
      cancel = clock.after(LEASE_MS / 3, () => {
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
  }
}

class LeaseLost extends Error {}

function outcomeUnknown(): ToolkitError {
  const message = "The server stopped while the job was being sent: it may be running and billed at the provider. It was not sent again.";
  return new ToolkitError(message, { code: "job_outcome_unknown" });
}

function noteOf(error: unknown): Readonly<Record<string, string>> {
  return ToolkitError.isInstance(error) ? { error_message: error.message } : {};
}
