import { type ModelTarget, type RequestPlan, send, type SendOptions } from "@openclaw/core";
import { parseJson, PhaseTimer, readJsonReply, readNetworkFailure, readObject, readText } from "@openclaw/core/internal";
import { readVideoJob, type VideoJobFacts } from "./wire/read-video-job.js";

const MAX_REPLY_BYTES = 1024 * 1024;

/**
 * Sends a plan whose reply is a job object. Not `sendJson`, because a failed job says why in `error`, which there is an error of the
 * request itself.
 */
export async function askForJob(
  plan: RequestPlan,
  target: ModelTarget,
  options: SendOptions & { readonly totalMs: number },
): Promise<VideoJobFacts> {
  const { transport, signal, clock, totalMs } = options;
  const { endpoint, apiKey, timeouts } = target;
  const what = new URL(plan.url).host;
  const timer = new PhaseTimer({ clock, signal, what });
  timer.start("total", totalMs);
  try {
    const reply = await send(plan, { transport, clock, endpoint, apiKey, timeouts, timer, what });
    const text = await readText(reply.body, MAX_REPLY_BYTES, reply.status).catch((error: unknown) => {
      timer.signal.throwIfAborted();
      throw readNetworkFailure(error, endpoint.origin, { begun: true });
    });
    const json = readObject(parseJson(text.trim()));
    const isJob = typeof json?.["status"] === "string" || typeof json?.["polling_url"] === "string";
    return readVideoJob(json !== undefined && isJob ? json : readJsonReply(text, reply, what));
  } finally {
    timer.stop();
  }
}
