import { charge } from "../account/charge.js";
import type { SandboxContext } from "../context.js";
import type { VideoJob } from "./job-store.js";
import { sendWebhook } from "./send-webhook.js";
import { isTerminal, jobStatus, writeJob } from "./write-job.js";

/** Books the money, writes the record and posts the webhook, once, when a job has ended. */
export function settleJob(job: VideoJob, sandbox: SandboxContext): void {
  const status = jobStatus(job, sandbox, job.callbackUrl !== undefined);
  if (job.settled || !isTerminal(status)) return;
  job.settled = true;
  const costUsd = status === "completed" ? job.costUsd : 0;
  charge(sandbox, costUsd);
  sandbox.generations.add({
    id: job.generationId,
    model: job.model,
    apiType: "video",
    createdAt: job.createdAt,
    finishedAt: sandbox.options.now(),
    streamed: false,
    cancelled: status === "cancelled",
    finishReason: status === "completed" ? "stop" : "error",
    nativeFinishReason: status,
    promptTokens: 0,
    completionTokens: 0,
    reasoningTokens: 0,
    cachedTokens: 0,
    costUsd,
  });
  if (job.callbackUrl !== undefined) void sendWebhook(job, status, writeJob(job, status, sandbox), sandbox);
}
