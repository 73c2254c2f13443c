import type { ModelTarget } from "@openclaw/core";
import { asError } from "@openclaw/core/internal";
import { planVideoFor, type VideoPlan } from "@openclaw/media";
import { checkCallerUrl } from "../../gateway/check-caller-url.js";
import { readModelChoice } from "../../gateway/model-choice.js";
import { Refusal } from "../../errors/refusal.js";
import type { Exchange } from "../../http/exchange.js";
import { sendJson } from "../../http/send-json.js";
import { writePlan } from "../../live/write-plan.js";
import { allowedTargets } from "../../meter/allowed-models.js";
import type { RouteDeps } from "../../route-deps.js";
import { urlsOf, type VideoOrder } from "./video-order.js";

// What a long clip of a dear model costs: held where no price is known.
const UNKNOWN_USD = 10;

/** The candidates for an order that may be asked for. @throws Refusal, RequestError; nothing was sent but lookups of names */
export async function checkOrder(exchange: Exchange, { gateway, state }: RouteDeps, order: VideoOrder): Promise<readonly ModelTarget[]> {
  const snapshot = gateway.current();
  const agents = Object.keys(snapshot.loaded.config.agents.entries);
  const choice = readModelChoice({ model: order.model, models: order.models, header: exchange.header("x-openclaw-model"), agents });
  const { targets } = await snapshot.targets("video", choice);
  if (order.shape === "openrouter" && order.callbackUrl !== undefined && !order.callbackUrl.startsWith("https://")) {
    throw new Refusal("body_unreadable", "callback_url: must be an https URL.", { param: "callback_url" });
  }
  await Promise.all(urlsOf(order).map(checkCallerUrl));
  if (order.callbackUrl !== undefined) await state.webhooks.check(order.callbackUrl);
  return targets;
}

/** What would be sent for an order: the first candidate that can be asked speaks for the job. */
export interface PlannedOrder {
  readonly plan: VideoPlan;
  readonly target: ModelTarget;
  /** The most it may cost with each candidate; undefined where a candidate's model lists no price. */
  readonly pricesUsd: readonly (number | undefined)[];
}

/** Shapes an order for each candidate that can be asked for it. @throws what the first of them refuses, when all do */
export async function planAll(
  order: VideoOrder,
  targets: readonly ModelTarget[],
  { mediaCatalog: catalog }: RouteDeps,
): Promise<PlannedOrder> {
  const plans: { readonly plan: VideoPlan; readonly target: ModelTarget }[] = [];
  let refusal: Error | undefined;
  for (const target of targets) {
    try {
      plans.push({ plan: await planVideoFor(target, order.request, { catalog }), target });
    } catch (error) {
      refusal ??= asError(error);
    }
  }
  const [first] = plans;
  if (first === undefined) throw refusal ?? new Refusal("route_not_found", "No video model is configured.");
  return { ...first, pricesUsd: plans.map(({ plan }) => plan.price?.mostUsd) };
}

/** What is held for a job (SRV-4): the dearest candidate may be the one that makes it. */
export function holdFor(pricesUsd: readonly (number | undefined)[]): number {
  return Math.max(...pricesUsd.map((usd) => usd ?? UNKNOWN_USD));
}

/** Answers with the plan of an order and what it will cost, by the model's listed prices, instead of ordering it (CLI-5, VID-3). */
export async function sendVideoPlan(exchange: Exchange, deps: RouteDeps, order: VideoOrder): Promise<void> {
  const { key } = exchange.caller;
  const chain = await checkOrder(exchange, deps, order);
  const targets = key === undefined ? chain : allowedTargets(key, chain);
  const { plan, target, pricesUsd } = await planAll(order, targets, deps);
  sendJson(exchange, 200, {
    object: "plan",
    dryRun: true,
    model: target.model.wireId,
    ...writePlan({ ...plan.plan, warnings: plan.warnings }, { texts: true, configuredHeaders: target.headers }),
    price: plan.price ?? null,
    // What a budget has to have room for: the dearest candidate; null where one lists no price.
    mostUsd: pricesUsd.includes(undefined) ? null : holdFor(pricesUsd),
    candidates: targets
      .filter((other) => other !== target)
      .map(({ model, keyLabel }) => ({ model: model.wireId, ...(key === undefined ? { keyLabel } : {}) })),
  });
}
