import type { Config } from "@openclaw/config";
import { ConfigError } from "@openclaw/core";
import type { Exchange } from "../http/exchange.js";
import { connectionAddress, holdsAddress, LOOPBACK, readAddressList } from "./address-list.js";
import type { Caller } from "./caller.js";

/** A proxy that has already asked who somebody is (`gateway.auth.mode` "trusted-proxy"). */
export interface TrustedProxy {
  /** The user that the proxy names; `undefined` for a request that is not the proxy's or names nobody who may. */
  identify(exchange: Exchange): Caller | undefined;
}

/**
 * Who may speak for users: the addresses of `gateway.trustedProxies`, by the header of `gateway.auth.trustedProxy.userHeader`. A header from
 * any other address is anybody's claim and counts for nothing.
 *
 * @throws ConfigError when the mode is set and an address or the header's name is missing
 */
export function readTrustedProxy({ auth, trustedProxies = [] }: Config["gateway"]): TrustedProxy | undefined {
  if (auth.mode !== "trusted-proxy") return undefined;
  const { userHeader, requiredHeaders = [], allowUsers = [], allowLoopback = false } = auth.trustedProxy ?? {};
  const header = userHeader?.trim().toLowerCase() ?? "";
  if (header === "") {
    throw invalid(
      'gateway.auth.mode is "trusted-proxy" and no gateway.auth.trustedProxy.userHeader is set.',
      "Name the header in which the proxy tells the user, such as x-forwarded-user.",
    );
  }
  if (trustedProxies.length === 0) {
    throw invalid(
      'gateway.auth.mode is "trusted-proxy" and gateway.trustedProxies is empty.',
      "List the addresses of the proxy, such as 10.0.0.5 or 10.0.0.0/24.",
    );
  }
  const proxies = readAddressList(trustedProxies);
  const needed = requiredHeaders.map((name) => name.toLowerCase());
  const allowed = new Set(allowUsers);
  return {
    identify(exchange) {
      const address = connectionAddress(exchange.request);
      if (address === undefined || !holdsAddress(proxies, address)) return undefined;
      // Every process of this machine has a loopback address, not only the proxy.
      if (!allowLoopback && holdsAddress(LOOPBACK, address)) return undefined;
      if (needed.some((name) => (exchange.header(name) ?? "") === "")) return undefined;
      const named = exchange.request.headersDistinct[header] ?? [];
      // Named twice, one of the names is the client's own.
      const user = named.length === 1 ? (named[0]?.trim() ?? "") : "";
      if (user === "" || (allowed.size > 0 && !allowed.has(user))) return undefined;
      return { id: `user:${encodeURIComponent(user).slice(0, 100)}`, kind: "operator" };
    },
  };
}

function invalid(message: string, hint: string): ConfigError {
  return new ConfigError(message, { code: "config_invalid", hint });
}
