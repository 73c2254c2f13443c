import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "./exchange.js";

export interface OriginRules {
  /** The server listens on loopback only: then a name that is not this machine's can only be a rebound one. */
  readonly loopbackOnly: boolean;
  /** Under which clients reach the server through a proxy (`--public-url`): its name is this server's own, wherever it listens. */
  readonly publicOrigin?: string | undefined;
  /** Origins of web pages that may call (`gateway.controlUi.allowedOrigins`). */
  readonly allowedOrigins: readonly string[];
}

/** `localhost`, `app.localhost`, `127.x.x.x`, `[::1]`, with or without a port. */
const LOOPBACK_HOST = /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * Refuses requests that a web page makes behind its user's back (SRV-3): a foreign `Host` on a loopback address is a rebound name, a
 * foreign `Origin` a page that was not asked in. Whoever shows a valid token is let through the first check: a page does not know it.
 *
 * @throws Refusal `host_refused`, `origin_refused`
 */
export function checkOrigin(exchange: Exchange, rules: OriginRules & { readonly authenticated: boolean }): void {
  const host = exchange.header("host") ?? "";
  if (rules.loopbackOnly && !rules.authenticated && !LOOPBACK_HOST.test(host) && !isAllowedHost(host, rules)) {
    throw new Refusal("host_refused", "This server answers to the names of this machine only, and to that of its --public-url.");
  }
  const origin = exchange.header("origin");
  if (origin === undefined || isSameOrigin(origin, host) || origin === rules.publicOrigin || rules.allowedOrigins.includes(origin)) return;
  throw new Refusal("origin_refused", "Web pages of this origin may not call this server.");
}

function isSameOrigin(origin: string, host: string): boolean {
  return URL.canParse(origin) && host !== "" && new URL(origin).host === host.toLowerCase();
}

function isAllowedHost(host: string, { publicOrigin, allowedOrigins }: OriginRules): boolean {
  return isSameOrigin(publicOrigin ?? "", host) || allowedOrigins.some((origin) => isSameOrigin(origin, host));
}

/** What a browser of an allowed origin needs to be told; nothing for anybody else (CORS is off by default). */
export function corsHeaders(origin: string | undefined, rules: OriginRules): Readonly<Record<string, string>> {
  if (origin === undefined || !rules.allowedOrigins.includes(origin)) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-methods": "GET, POST, PATCH, DELETE",
    "access-control-allow-headers":
      "authorization, content-type, x-api-key, x-request-id, idempotency-key, anthropic-version, x-openclaw-session, x-openclaw-events, x-openclaw-dry-run, x-openclaw-model",
    "access-control-expose-headers":
      "x-request-id, x-openclaw-model, x-openclaw-attempts, x-openclaw-cost-usd, x-openclaw-session, retry-after",
    vary: "Origin",
  };
}
