import { BlockList, isIP, isIPv4 } from "node:net";
import type { IncomingMessage } from "node:http";
import { ConfigError } from "@openclaw/core";

/** @throws ConfigError for an entry of `gateway.trustedProxies` that is no address and no range */
export function readAddressList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", length] = entry.trim().split("/");
    const family = isIP(address);
    const longest = family === 4 ? 32 : 128;
    const prefix = length === undefined ? longest : Number(length);
    if (family === 0 || length === "" || !Number.isInteger(prefix) || prefix < 0 || prefix > longest) {
      throw new ConfigError(`gateway.trustedProxies names ${JSON.stringify(entry)}, which is no address.`, {
        code: "config_invalid",
        hint: "Use addresses or ranges, such as 10.0.0.5 or 10.0.0.0/24.",
      });
    }
    list.addSubnet(address, prefix, family === 4 ? "ipv4" : "ipv6");
  }
  return list;
}

export const LOOPBACK: BlockList = readAddressList(["127.0.0.0/8", "::1"]);

export function holdsAddress(list: BlockList, address: string): boolean {
  return list.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}

/** Of the connection itself; what headers say of it is not looked at. */
export function connectionAddress({ socket }: Pick<IncomingMessage, "socket">): string | undefined {
  return plainAddress(socket.remoteAddress ?? "");
}

/** IPv4 in IPv6's clothes is IPv4; `undefined` for what is no address. */
export function plainAddress(text: string): string | undefined {
  const address = text.trim().replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(address) === 0 ? undefined : address;
}
