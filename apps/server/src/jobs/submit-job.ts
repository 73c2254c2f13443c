import { ToolkitError } from "@openclaw/core";
import { backoffMs } from "@openclaw/core/internal";
import { isProvablyUnpaid, startVideo, type SubmissionLog, type VideoJob, type VideoRequest } from "@openclaw/media";
import { judgingCircuits } from "../gateway/judging-circuits.js";
import { type JobEnding, outcomeUnknown } from "./end-job.js";
import type { JobParts } from "./job-parts.js";
import type { JobRow } from "./job-row.js";
import type { JobTable, Lease } from "./job-table.js";

/** Sends a journaled job, and journals what comes of it; throws what the provider said. */
export type JobSubmitter = (lease: Lease, row: JobRow) => Promise<void>;

const MAX_JOURNAL_TRIES = 20;

export function createJobSubmitter({ context: { clock }, table, budgets, options }: JobParts, ending: JobEnding): JobSubmitter {
  const { pollMs = 5000, random = Math.random, transport, catalog, circuits, allowPrivateNetwork, resolveHost } = options;
  const media = { clock, transport, allowPrivateNetwork, resolveHost };

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
        if (error instanceof LeaseLost || tries === MAX_JOURNAL_TRIES) throw error;
        await new Promise<void>((resolve) => void clock.after(backoffMs(tries, { capMs: 2000, random }), resolve));
      }
    }
    if (job.generationId !== undefined)
      await budgets.attach({ requestId: row.job.requestId, generationId: job.generationId }).catch(() => undefined);
  };

  return async (lease, row) => {
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
      const failover = await options.failoverFor?.(row.models);
      const request = { ...row.request, target } as unknown as VideoRequest;
      const judging = judgingCircuits({ circuits }, row.request?.["provider"]);
      // Without the signal: a submission that has left is waited for, also while the server stops.
      await startVideo(request, { ...media, catalog, circuits: judging, failover, random, log });
    } catch (error) {
      // Somebody else works on it: it is theirs to judge.
      if (error instanceof LeaseLost) return;
      const failure = sent && !ToolkitError.isInstance(error) ? outcomeUnknown() : error;
      await ending.fail(lease, row, { error: failure, unpaid: !sent || isProvablyUnpaid(failure) });
      throw failure;
    }
  };
}

class LeaseLost extends Error {}
