import type { IncomingMessage } from "node:http";
import type { Config } from "@openclaw/config";
import { Refusal } from "../errors/refusal.js";
import { holdsAddress, LOOPBACK, readAddressList } from "./address-list.js";
import { addressOwner, clientAddress } from "./client-address.js";

/** `gateway.auth.rateLimit`, ready to be asked. */
export interface LoginRules {
  readonly maxAttempts: number;
  readonly windowMs: number;
  readonly lockoutMs: number;
  /** Whom a try counts against; `undefined`: nobody. */
  readonly ownerOf: (request: Pick<IncomingMessage, "socket" | "headersDistinct">) => string | undefined;
}

/** @returns undefined where no limit is configured. @throws ConfigError for a proxy that is no address */
export function readLoginRules({ auth, trustedProxies = [], allowRealIpFallback: realIp }: Config["gateway"]): LoginRules | undefined {
  if (auth.rateLimit === undefined) return undefined;
  // OpenClaw's own defaults.
  const { maxAttempts = 10, windowMs = 60_000, lockoutMs = 300_000, exemptLoopback = true } = auth.rateLimit;
  const proxies = readAddressList(trustedProxies);
  return {
    maxAttempts,
    windowMs,
    lockoutMs,
    ownerOf(request) {
      const address = clientAddress(request, { proxies, realIp });
      return address === undefined || (exemptLoopback && holdsAddress(LOOPBACK, address)) ? undefined : addressOwner(address);
    },
  };
}

/**
 * Counts wrong tokens by address; whoever has given too many is not listened to for a while, right tokens included. A right one in between forgives
 * nothing: whoever has a small key might be trying for a large one.
 */
export interface LoginLimits {
  /** @throws Refusal `rate_limited` */
  check(owner: string): void;
  failed(owner: string, rules: LoginRules): void;
}

interface Tries {
  count: number;
  readonly untilMs: number;
  lockedUntilMs: number;
}

const MAX_OWNERS = 10_000;

export function createLoginLimits(now: () => number = () => performance.now()): LoginLimits {
  // The oldest first: a bound on what strangers can make this process remember.
  const tries = new Map<string, Tries>();
  return {
    check(owner) {
      const leftMs = (tries.get(owner)?.lockedUntilMs ?? 0) - now();
      if (leftMs <= 0) return;
      throw new Refusal("rate_limited", "Too many wrong tokens came from this address.", {
        headers: { "retry-after": String(Math.ceil(leftMs / 1000)) },
      });
    },
    failed(owner, { maxAttempts, windowMs, lockoutMs }) {
      const nowMs = now();
      const known = tries.get(owner);
      // Asked for before the lockout, and wrong only now: it neither counts nor forgives.
      if (known !== undefined && known.lockedUntilMs > nowMs) return;
      const going = known !== undefined && known.untilMs > nowMs && known.lockedUntilMs === 0 ? known : undefined;
      const counted = going ?? { count: 0, untilMs: nowMs + windowMs, lockedUntilMs: 0 };
      counted.count++;
      if (counted.count >= maxAttempts) counted.lockedUntilMs = nowMs + lockoutMs;
      tries.delete(owner);
      tries.set(owner, counted);
      const [oldest] = tries.keys();
      if (tries.size > MAX_OWNERS && oldest !== undefined) tries.delete(oldest);
    },
  };
}
