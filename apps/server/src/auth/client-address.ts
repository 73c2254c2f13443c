import type { IncomingMessage } from "node:http";
import { type BlockList, isIPv4 } from "node:net";
import { connectionAddress, holdsAddress, plainAddress } from "./address-list.js";

/**
 * The address that a request comes from. A proxy of `gateway.trustedProxies` is believed what it says of the one before it (`x-forwarded-for` from its
 * end, `x-real-ip` where that is allowed); what any other sender claims counts for nothing.
 */
export function clientAddress(
  request: Pick<IncomingMessage, "socket" | "headersDistinct">,
  { proxies, realIp }: { readonly proxies: BlockList; readonly realIp: boolean },
): string | undefined {
  const sender = connectionAddress(request);
  if (sender === undefined || !holdsAddress(proxies, sender)) return sender;
  const claimed = (request.headersDistinct["x-forwarded-for"] ?? []).flatMap((line) => line.split(","));
  for (const hop of claimed.toReversed()) {
    const address = plainAddress(hop);
    // Further back stands what the client wrote itself.
    if (address === undefined) return sender;
    if (!holdsAddress(proxies, address)) return address;
  }
  const real = realIp && claimed.length === 0 ? (request.headersDistinct["x-real-ip"] ?? []) : [];
  return (real.length === 1 ? plainAddress(real[0] ?? "") : undefined) ?? sender;
}

/** Whose address it is: IPv6 is handed out by networks of 64 bits, and each of its owner's addresses would be a new one. */
export function addressOwner(address: string): string {
  if (isIPv4(address)) return address;
  const [head = "", tail] = address.toLowerCase().split("%", 1).join("").split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => "0");
  const all = tail === undefined ? groups : [...groups, ...zeros, ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
