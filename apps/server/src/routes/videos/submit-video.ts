import type { ModelTarget } from "@openclaw/core";
import { isProvablyUnpaid, planVideoFor, type VideoPlan } from "@openclaw/media";
import { checkCallerUrl } from "../../gateway/check-caller-url.js";
import { readModelChoice } from "../../gateway/model-choice.js";
import { Refusal } from "../../errors/refusal.js";
import type { Exchange } from "../../http/exchange.js";
import { estimateVideoUsd } from "../../jobs/estimate-video-usd.js";
import type { OwnedVideoJob } from "../../jobs/video-job-types.js";
import type { RouteDeps } from "../../route-deps.js";
import { originOf } from "./write-video.js";
import { urlsOf, type VideoOrder } from "./video-order.js";

const KEPT_PROMPT_LENGTH = 4_000;

/**
 * Checks an order, holds its money, and hands it to the server's own jobs (SRV-6): from there it ends whatever becomes of this request.
 *
 * @throws before anything is bought: RequestError, Refusal; the provider's error when it certainly cost nothing
 */
export async function submitVideo(exchange: Exchange, deps: RouteDeps, order: VideoOrder): Promise<OwnedVideoJob> {
  const { gateway, meter, state, videos } = deps;
  const snapshot = gateway.current();
  const agents = Object.keys(snapshot.loaded.config.agents.entries);
  const choice = readModelChoice({ model: order.model, models: order.models, header: exchange.header("x-openclaw-model"), agents });
  const { targets } = await snapshot.targets("video", choice);
  if (order.shape === "openrouter" && order.callbackUrl !== undefined && !order.callbackUrl.startsWith("https://")) {
    throw new Refusal("body_unreadable", "callback_url: must be an https URL.", { param: "callback_url" });
  }
  await Promise.all(urlsOf(order).map(checkCallerUrl));
  if (order.callbackUrl !== undefined) await state.webhooks.check(order.callbackUrl);
  await checkRoom(exchange, deps);
  const { plan, estimateUsd } = await planAll(order, targets, deps);
  const { prompt } = order.request;
  const hold = await meter.hold(exchange, { endpoint: "videos", body: { model: order.model, prompt }, targets, estimateUsd });
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

/** What would be sent to each candidate: the first that can be asked speaks for the job, the dearest for its money. */
async function planAll(
  order: VideoOrder,
  targets: readonly ModelTarget[],
  { mediaCatalog: catalog }: RouteDeps,
): Promise<{ readonly plan: VideoPlan; readonly estimateUsd: number }> {
  const plans: VideoPlan[] = [];
  let estimateUsd = 0;
  let refusal: Error | undefined;
  for (const target of targets) {
    try {
      const plan = await planVideoFor(order.request, target, { catalog });
      const { row } = await catalog.findVideoModel(target);
      estimateUsd = Math.max(estimateUsd, estimateVideoUsd(plan, row));
      plans.push(plan);
    } catch (error) {
      refusal ??= error instanceof Error ? error : new Error(String(error));
    }
  }
  const [plan] = plans;
  if (plan === undefined) throw refusal ?? new Refusal("route_not_found", "No video model is configured.");
  return { plan, estimateUsd };
}
