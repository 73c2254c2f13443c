import type { ModelTarget, Transport } from "@openclaw/core";
import { ClientGone, type Exchange } from "../http/exchange.js";
import { isBilled } from "./is-billed.js";

/**
 * An answer in one piece is billed to its end whether anybody waits for it or not: from here on it is read to its end when the client leaves, to learn
 * what it cost (SRV-4). @returns whether that is so only for the bill; nobody is to be asked anew then for a client that has gone
 */
export function outliveClient(exchange: Exchange, target: ModelTarget | undefined): boolean {
  if (target === undefined || exchange.outlivesClient || !isBilled(target)) return false;
  exchange.outlivesClient = true;
  return true;
}

/** The same for work that asks several times: what has not been asked for when the client leaves is not asked for any more. */
export function outlivingTransport(exchange: Exchange, target: ModelTarget | undefined, transport: Transport): Transport {
  if (!outliveClient(exchange, target)) return transport;
  return (request) => (request.method === "POST" && exchange.response.destroyed ? Promise.reject(new ClientGone()) : transport(request));
}
