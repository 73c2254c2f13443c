import type { SandboxContext } from "../context.js";
import { Refusal } from "../errors/refusal.js";
import type { Handler } from "../http/match-route.js";
import { sendJson } from "../http/reply.js";
import { sendFile } from "./send-file.js";
import type { VideoJob } from "./job-store.js";
import { settleJob } from "./settle-job.js";
import { jobStatus, writeJob } from "./write-job.js";

/** `GET /videos/{id}`: each poll moves the job on. */
export const getVideo: Handler = (exchange, sandbox) => {
  const job = findJob(exchange.params["id"], sandbox);
  job.polls += 1;
  const status = jobStatus(job, sandbox);
  if (status === "completed" && job.fault?.name === "job-404-after-completion" && job.settled) throw notFound(job.id);
  settleJob(job, sandbox);
  sendJson(exchange, writeJob(job, status, sandbox));
};

/** `GET /videos/{id}/content`: the MP4, whole or in ranges; it needs the bearer like everything else. */
export const getVideoContent: Handler = async (exchange, sandbox) => {
  const job = findJob(exchange.params["id"], sandbox);
  const index = Number(exchange.url.searchParams.get("index") ?? 0);
  if (!Number.isInteger(index) || index < 0) throw new Refusal(400, "Invalid query parameter: index");
  const status = jobStatus(job, sandbox, true);
  if (status !== "completed" || job.file === undefined) throw new Refusal(400, `Video is not ready: status is ${status}`);
  if (job.fault?.name === "job-404-after-completion") throw notFound(job.id);
  if (index > 0) throw new Refusal(400, `Invalid index ${index}: the job has 1 output`);
  await sendFile(exchange, sandbox, { bytes: job.file, type: "video/mp4", fault: exchange.fault ?? job.fault });
};

function findJob(id: string | undefined, sandbox: SandboxContext): VideoJob {
  const job = id === undefined ? undefined : sandbox.jobs.find(id);
  if (job === undefined) throw notFound(id ?? "");
  return job;
}

function notFound(id: string): Refusal {
  return new Refusal(404, `Video generation job ${id} not found`);
}
