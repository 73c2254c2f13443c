import { setTimeout as wait } from "node:timers/promises";
import { checkBalance } from "../account/charge.js";
import type { SandboxContext } from "../context.js";
import { believedOrigin } from "../http/openrouter-fetch.js";
import { sendJson } from "../http/reply.js";
import type { Handler } from "../http/match-route.js";
import { makeGenerationId } from "../wire/make-id.js";
import { roundUsd } from "../wire/round-usd.js";
import { readReference } from "../images/read-reference.js";
import { faultNumber, type Fault } from "../faults/fault.js";
import type { VideoJob } from "./job-store.js";
import { priceVideo } from "./price-video.js";
import { readVideoRequest, type VideoRequest } from "./read-video-request.js";
import { settleJob } from "./settle-job.js";
import { pollingUrl } from "./write-job.js";

/** Full HD and more would take minutes here: the short side of a clip never exceeds this. */
const LONGEST_SHORT_SIDE = 720;
const SLOW_POLLS = 20;

/** `POST /videos`: takes the job, answers 202, renders meanwhile. */
export const submitVideo: Handler = (exchange, sandbox) => {
  const request = readVideoRequest(exchange.body);
  const costUsd = roundUsd(priceVideo(request));
  checkBalance(sandbox, costUsd, { tokens: request.seconds, perToken: costUsd / request.seconds });
  const createdAt = sandbox.options.now();
  const { fault } = exchange;
  const job: VideoJob = {
    id: makeGenerationId(createdAt, "vid"),
    generationId: makeGenerationId(createdAt),
    model: request.row.id,
    origin: believedOrigin(exchange.headers, sandbox.url),
    createdAt,
    polls: 0,
    pollsWanted: pollsFor(fault, sandbox.options.jobPolls),
    costUsd,
    settled: false,
    ...(fault === undefined ? {} : { fault }),
    ...(request.callbackUrl === undefined ? {} : { callbackUrl: request.callbackUrl }),
  };
  sandbox.jobs.add(job);
  void render(job, request, sandbox);
  const accepted = { id: job.id, polling_url: pollingUrl(job, sandbox), status: "pending", generation_id: job.generationId };
  sendJson(exchange, accepted, 202, { "X-Generation-Id": job.generationId });
};

function pollsFor(fault: Fault | undefined, usual: number): number {
  return fault?.name === "job-slow" ? faultNumber(fault, SLOW_POLLS) : usual;
}

async function render(job: VideoJob, request: VideoRequest, sandbox: SandboxContext): Promise<void> {
  const { options } = sandbox;
  const short = Math.min(request.width, request.height);
  const scale = Math.min(1, LONGEST_SHORT_SIDE / short) * options.videoScale;
  const backdrop = readReference(request.reference);
  try {
    job.file = await sandbox.studio.make({
      kind: "video",
      prompt: request.prompt,
      seed: options.seed + request.seed,
      width: even(request.width * scale),
      height: even(request.height * scale),
      seconds: Math.min(request.seconds, options.videoMaxSeconds ?? request.seconds),
      framesPerSecond: options.videoFramesPerSecond,
      ...(backdrop === undefined ? {} : { backdrop }),
    });
  } catch (error) {
    job.error = error instanceof Error ? error.message : String(error);
  }
  // A client that waits for the webhook never polls: the job must end by itself.
  if (job.callbackUrl === undefined) return;
  await wait(Math.max(0, job.createdAt + options.jobDurationMs - options.now()), undefined, { ref: false });
  settleJob(job, sandbox);
}

/** The encoder takes even sides only. */
function even(side: number): number {
  return Math.max(16, Math.round(side / 2) * 2);
}
