import { readNumber, readString } from "@openclaw/core/internal";
import type { Exchange } from "../../http/exchange.js";
import type { OwnedVideoJob } from "../../jobs/video-job-types.js";

type Json = Readonly<Record<string, unknown>>;

/** A job as OpenAI's clients read it. `progress` tells the step it stands at, not a measurement: no provider gives one. */
export function writeOpenAiVideo(job: OwnedVideoJob): Json {
  const { asked } = job;
  const seconds = readNumber(asked["seconds"]);
  return {
    id: job.id,
    object: "video",
    model: wireModel(job),
    status: openAiStatus(job),
    progress: progressOf(job),
    prompt: readString(asked["prompt"]) ?? null,
    seconds: seconds === undefined ? null : String(seconds),
    size: readString(asked["size"]) ?? null,
    created_at: toSeconds(job.createdAtMs),
    completed_at: job.state === "completed" && job.completedAtMs !== undefined ? toSeconds(job.completedAtMs) : null,
    expires_at: job.expiresAtMs === undefined ? null : toSeconds(job.expiresAtMs),
    error: job.error ?? (job.state === "cancelled" ? { code: "cancelled", message: "The job was given up." } : null),
    remixed_from_video_id: null,
    ...(job.costUsd === undefined ? {} : { cost_usd: job.costUsd }),
    ...(job.warnings === undefined ? {} : { warnings: job.warnings }),
  };
}

/** A job as OpenRouter's clients read it; its addresses are this server's own. */
export function writeOpenRouterVideo(job: OwnedVideoJob, origin: string): Json {
  const url = `${origin}/api/v1/videos/${job.id}`;
  return {
    id: job.id,
    polling_url: url,
    status: openRouterStatus(job),
    model: wireModel(job),
    ...(job.generationId === undefined ? {} : { generation_id: job.generationId }),
    ...(job.state === "completed" ? { unsigned_urls: job.files.map(({ index }) => `${url}/content?index=${index}`) } : {}),
    ...(job.error === undefined ? {} : { error: job.error.message }),
    ...(job.costUsd === undefined ? {} : { usage: { cost: job.costUsd } }),
  };
}

function openRouterStatus({ state, providerStatus }: OwnedVideoJob): string {
  switch (state) {
    case "queued":
    case "submitting":
      return "pending";
    case "running":
      return providerStatus === "pending" ? "pending" : "in_progress";
    case "fetching":
      return "in_progress";
    default:
      return state;
  }
}

/** Where clients reach this server: as configured, else as this one asked for it. */
export function originOf(exchange: Exchange, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, "");
  const host = exchange.header("host") ?? "";
  return /^[\w.:[\]-]{1,255}$/.test(host) ? `http://${host}` : "";
}

function openAiStatus(job: OwnedVideoJob): string {
  if (job.state === "cancelled") return "failed";
  const status = openRouterStatus(job);
  return status === "pending" ? "queued" : status;
}

function progressOf(job: OwnedVideoJob): number {
  if (job.state === "completed") return 100;
  if (job.state === "fetching") return 90;
  return openRouterStatus(job) === "in_progress" ? 50 : 0;
}

function wireModel({ model }: OwnedVideoJob): string {
  return model.replace(/^openrouter\/(?=[^/]+\/)/, "");
}

function toSeconds(timeMs: number): number {
  return Math.floor(timeMs / 1000);
}
