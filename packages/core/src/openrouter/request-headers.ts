import { attributionHeaders } from "./attribution.js";
import type { ModelTarget } from "../target.js";
import { mergeHeaders } from "../http/headers.js";

/**
 * The headers of a request to a target, without the key (NET-2). Layers, later over earlier: what the call itself needs, attribution
 * (verified endpoints only), the user's own headers.
 */
export function requestHeaders(
  target: Pick<ModelTarget, "endpoint" | "attribution" | "headers">,
  own: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return mergeHeaders(own, attributionHeaders(target.endpoint.verified, target.attribution), target.headers);
}
