import type { IncomingMessage } from "node:http";
import { Refusal } from "../errors/refusal.js";

/** Of these a request has one: two are read in two ways by whoever stands in between (RFC 9112 §3.2). */
const SINGLE = ["host", "authorization", "x-api-key", "idempotency-key", "x-openclaw-session", "origin", "content-type"];
const BITS: ReadonlyMap<string, number> = new Map(SINGLE.map((name, index) => [name, 1 << index]));

/** Refuses a head that a proxy could read in another way than this server (SRV-8). @throws Refusal `request_malformed` */
export function checkHead({ rawHeaders, headers, httpVersion }: Pick<IncomingMessage, "rawHeaders" | "headers" | "httpVersion">): void {
  if (headers.host === undefined && httpVersion !== "1.0") throw new Refusal("request_malformed", "The request has no Host header.");
  let met = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? "";
    const bit = BITS.get(name) ?? 0;
    if ((met & bit) !== 0) throw new Refusal("request_malformed", `The header ${name} stands twice in the request.`);
    met |= bit;
  }
}
