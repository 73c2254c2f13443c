import { type ModelTarget, RequestError } from "@openclaw/core";
import type { VideoPlan } from "./plan.js";

/** In USD; undefined: no limit. */
export type CostLimit = number | (() => number | undefined);

/** @throws RequestError `input_invalid` for a limit that is none; nothing was sent */
export function checkCostLimit(limit: CostLimit | undefined): void {
  if (typeof limit !== "number" || (Number.isFinite(limit) && limit >= 0)) return;
  throw new RequestError("maxCostUsd must be a number of dollars, 0 or more", { code: "input_invalid" });
}

/** @throws RequestError `limit_reached` when the video may cost more than the limit, or nobody knows what it costs; nothing was sent */
export function checkCost({ price }: VideoPlan, { model }: ModelTarget, limit: CostLimit | undefined): void {
  const limitUsd = typeof limit === "function" ? limit() : limit;
  if (limitUsd === undefined || (price !== undefined && price.mostUsd <= limitUsd)) return;
  const allowed = `at most $${upToMicroUsd(limitUsd)} is allowed; nothing was sent.`;
  throw price === undefined
    ? new RequestError(`What a video of ${model.ref} costs is not known, and ${allowed}`, {
        code: "limit_reached",
        hint: "Choose a model that /videos/models lists with a price, or leave the limit out.",
      })
    : new RequestError(`This video of ${model.ref} may cost $${price.mostUsd}, and ${allowed}`, {
        code: "limit_reached",
        hint: "Ask for fewer seconds, a lower resolution or another model, or allow more.",
      });
}

/** What is left of a limit has many digits. */
function upToMicroUsd(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}
