import type { ModelTarget, Transport } from "@openclaw/core";
import type { Exchange } from "../http/exchange.js";
import { isBilled } from "./is-billed.js";

/** A client that leaves before the headers of a reply came leaves a bill behind all the same: the name that it is asked for by is waited for (SRV-4). */
export function namedTransport(
  real: Transport,
  exchange: Pick<Exchange, "awaitsName" | "generationId" | "named">,
  targets: readonly Pick<ModelTarget, "traits" | "endpoint">[],
): Transport {
  if (!targets.some(isBilled)) return real;
  return async (request) => {
    exchange.generationId = undefined;
    exchange.awaitsName = true;
    try {
      const response = await real(request);
      if (response.status >= 200 && response.status < 300) exchange.generationId = response.headers.get("x-generation-id") ?? undefined;
      return response;
    } finally {
      exchange.named();
    }
  };
}
