import { isProvablyUnpaid } from "@openclaw/media";
import { Refusal } from "../../errors/refusal.js";
import type { Exchange } from "../../http/exchange.js";
import type { OwnedVideoJob } from "../../jobs/video-job-types.js";
import type { RouteDeps } from "../../route-deps.js";
import { checkOrder, holdFor, planAll } from "./plan-video.js";
import { originOf } from "./write-video.js";
import type { VideoOrder } from "./video-order.js";

const KEPT_PROMPT_LENGTH = 4_000;

/**
 * Checks an order, holds its money, and hands it to the server's own jobs (SRV-6): from there it ends whatever becomes of this request.
 *
 * @throws before anything is bought: RequestError, Refusal; the provider's error when it certainly cost nothing
 */
export async function submitVideo(exchange: Exchange, deps: RouteDeps, order: VideoOrder): Promise<OwnedVideoJob> {
  const { meter, state, videos } = deps;
  const targets = await checkOrder(exchange, deps, order);
  await checkRoom(exchange, deps);
  const { plan, pricesUsd } = await planAll(order, targets, deps);
  const { prompt } = order.request;
  const hold = await meter.hold(exchange, {
    endpoint: "videos",
    body: { model: order.model, prompt },
    targets,
    estimateUsd: holdFor(pricesUsd),
  });
  exchange.notes["model"] = hold.targets[0]?.model.wireId ?? "unknown";
  const body = plan.plan.body ?? {};
  try {
    const job = await state.jobs.submit({
      keyId: hold.keyId,
      requestId: hold.requestId,
      request: { ...order.request },
      models: [...new Set(hold.targets.map(({ model }) => model.ref))],
      asked: {
        shape: order.shape,
        origin: originOf(exchange, videos.publicUrl),
        model: order.model?.slice(0, 200),
        user: order.user?.slice(0, 200),
        prompt: prompt?.slice(0, KEPT_PROMPT_LENGTH),
        seconds: body["duration"] ?? order.request.durationSeconds,
        size: body["size"] ?? order.request.size,
      },
      webhookUrl: order.callbackUrl ?? videos.webhookUrl,
      idempotency: exchange.idempotency,
    });
    // The same request has a job already: this try buys nothing.
    if (job.requestId !== hold.requestId && hold.keyId !== undefined) await state.budgets.release(hold.requestId);
    exchange.notes["job"] = job.id;
    return job;
  } catch (error) {
    if (hold.keyId !== undefined && isProvablyUnpaid(error)) await state.budgets.release(hold.requestId).catch(() => undefined);
    throw error;
  }
}

/** How large a video becomes is known when it is there: a key whose videos fill its room gets no new one. @throws Refusal `storage_full` */
async function checkRoom({ caller: { key } }: Exchange, { state, videos }: RouteDeps): Promise<void> {
  const { maxStoredBytesPerKey: most } = videos;
  if (most === undefined || key === undefined || (await state.jobs.storedBytes(key.id)) < most) return;
  throw new Refusal("storage_full", `The videos of this key take up ${most} bytes or more: delete some, or wait until they expire.`);
}
