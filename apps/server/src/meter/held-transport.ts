import type { Transport } from "@openclaw/core";
import { asError } from "@openclaw/core/internal";
import type { Exchange } from "../http/exchange.js";

/**
 * A try that a model began to answer may be billed, also when another one has to finish the answer: before that one goes out, its money is held
 * beside the first one's (SRV-4). Where there is not enough, the request ends with the refusal, and nothing more is bought.
 */
export function heldTransport(real: Transport, exchange: Pick<Exchange, "holdAnother" | "abort">): Transport {
  const { holdAnother } = exchange;
  if (holdAnother === undefined) return real;
  let begun = false;
  return async (request) => {
    if (begun) {
      try {
        await holdAnother();
      } catch (error) {
        exchange.abort(asError(error));
        throw error;
      }
    }
    const response = await real(request);
    begun = response.status >= 200 && response.status < 300;
    return response;
  };
}
