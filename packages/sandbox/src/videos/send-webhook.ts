import { createHmac } from "node:crypto";
import type { SandboxContext } from "../context.js";
import type { VideoJob } from "./job-store.js";

const GIVE_UP_MS = 5000;
const LOCAL = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Tells the callback address how a job ended. Only loopback is called: the sandbox uses no network. One try, errors are nobody's. */
export async function sendWebhook(job: VideoJob, status: string, described: object, sandbox: SandboxContext): Promise<void> {
  const url = job.callbackUrl ?? "";
  if (!URL.canParse(url) || !LOCAL.has(new URL(url).hostname)) return;
  const nowMs = sandbox.options.now();
  const body = JSON.stringify({
    type: `video.generation.${status}`,
    created_at: new Date(nowMs).toISOString(),
    data: { ...described, model: job.model, generation_id: job.generationId, status },
  });
  const seconds = Math.floor(nowMs / 1000);
  const secret = sandbox.options.webhookSecret;
  const signature = secret === undefined ? undefined : createHmac("sha256", secret).update(`${seconds},${body}`).digest("hex");
  await fetch(url, {
    method: "POST",
    body,
    signal: AbortSignal.timeout(GIVE_UP_MS),
    headers: {
      "content-type": "application/json",
      "X-OpenRouter-Idempotency-Key": `${job.id}-${status}`,
      ...(signature === undefined ? {} : { "X-OpenRouter-Signature": `t=${seconds},v1=${signature}` }),
    },
  }).catch(() => undefined);
}
