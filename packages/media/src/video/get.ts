import { endpointUrl, type ModelTarget, requestHeaders, type SendOptions } from "@openclaw/core";
import { askForJob } from "./ask-for-job.js";
import { refuseForeign, type VideoJob } from "./video-job.js";

export interface GetVideoOptions extends SendOptions {
  /** Endpoint and key; the model does not matter. */
  readonly target: ModelTarget;
  /** Limit of the call. Default 60 000. */
  readonly callMs?: number | undefined;
}

/**
 * Looks at a job once and returns it as it now stands (VID-1).
 *
 * @throws JobError `url_refused` for a job of another endpoint; whatever the request throws. A job that failed is returned, not thrown.
 */
export async function getVideo(job: VideoJob, options: GetVideoOptions): Promise<VideoJob> {
  const { target, transport, signal, clock } = options;
  refuseForeign(job, target);
  const plan = { method: "GET", url: pollingUrl(job, target), headers: requestHeaders(target), warnings: [], steps: [] } as const;
  const { id: _id, ...seen } = await askForJob(plan, target, { transport, signal, clock, totalMs: options.callMs ?? 60_000 });
  return { ...job, ...seen };
}

/** The provider's own URL when it lies on the configured origin, else the constructed one: the key goes nowhere else (KEY-6). */
function pollingUrl(job: VideoJob, target: ModelTarget): string {
  const constructed = endpointUrl(target.endpoint, `/videos/${encodeURIComponent(job.id)}`);
  if (job.pollingUrl === undefined || !URL.canParse(job.pollingUrl, `${target.endpoint.baseUrl}/`)) return constructed;
  const named = new URL(job.pollingUrl, `${target.endpoint.baseUrl}/`);
  return named.origin === target.endpoint.origin && named.username === "" && named.password === "" ? named.href : constructed;
}
