import type { ModelTarget } from "@openclaw/core";

/** Does an answer of this candidate cost money, as far as is known? */
export function isBilled({ traits: { price }, endpoint }: Pick<ModelTarget, "traits" | "endpoint">): boolean {
  if (price === undefined) return endpoint.verified;
  return Object.values(price).some((usd) => typeof usd === "number" && usd > 0);
}
