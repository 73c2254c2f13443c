import type { ModelTarget } from "@openclaw/core";
import { readArray, readObject } from "@openclaw/core/internal";

// Anthropic's fast mode costs two to six times the listed price, by the model.
const FAST = 6;
// OpenAI's and Google's priority tiers cost up to two and a half times as much.
const PRIORITY = 2.5;

/**
 * By how much an answer may be dearer than its model's listed price, for what is asked for (SRV-4). The price list has no row for a faster tier of the same
 * model, so what is known of the dearest stands for all.
 *
 * @param sent the body as this candidate gets it
 */
export function readDearness(sent: Readonly<Record<string, unknown>>, { model }: Pick<ModelTarget, "model">): number {
  const { speed, service_tier: tier, provider } = sent;
  const { order, only } = readObject(provider) ?? {};
  const tiers = [order, only].flatMap((slugs) => readArray(slugs) ?? []);
  const prioritised =
    tier === "priority" ||
    tier === "fast" ||
    /:nitro\b/.test(model.wireId) ||
    tiers.some((slug) => /\/(?:priority|fast)$/.test(String(slug)));
  return Math.max(speed === "fast" ? FAST : 1, prioritised ? PRIORITY : 1);
}
