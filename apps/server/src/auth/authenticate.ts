import { hash, timingSafeEqual } from "node:crypto";
import type { Secret } from "@openclaw/core";
import { Refusal } from "../errors/refusal.js";
import type { Exchange } from "../http/exchange.js";
import { tokenDigest } from "../keys/token-digest.js";
import { ANONYMOUS, type Caller, OPERATOR, SCRAPER } from "./caller.js";
import { withScopes } from "./scopes.js";
import type { LoginLimits, LoginRules } from "./login-limits.js";
import type { TrustedProxy } from "./trusted-proxy.js";

export interface AuthRules {
  /** The gateway's own tokens and passwords; any of them makes an operator. Empty: no auth is configured. */
  readonly secrets: readonly Secret[];
  /** Opens `/metrics` alone. */
  readonly metricsSecret?: Secret | undefined;
  /** Names users in a header; then nobody else is let in but virtual keys. */
  readonly trustedProxy?: TrustedProxy | undefined;
  /** Looks a virtual key up; absent while there are none. */
  readonly findKey?: (token: string) => Promise<Caller | undefined>;
  /** How many wrong tokens an address may try; absent: as many as it likes. */
  readonly logins?: { readonly rules: LoginRules; readonly limits: LoginLimits } | undefined;
}

/** Says who asks. @throws Refusal `unauthorized`, `forbidden`, `rate_limited` */
export async function authenticate(exchange: Exchange, rules: AuthRules): Promise<Caller> {
  const token = readToken(exchange);
  const { logins } = rules;
  const owner = token === undefined ? undefined : logins?.rules.ownerOf(exchange.request);
  if (logins === undefined || owner === undefined) return identify(exchange, token, rules);
  logins.limits.check(owner);
  try {
    return await identify(exchange, token, rules);
  } catch (error) {
    if (error instanceof Refusal && error.code === "unauthorized") logins.limits.failed(owner, logins.rules);
    throw error;
  }
}

async function identify(exchange: Exchange, token: string | undefined, rules: AuthRules): Promise<Caller> {
  if (token !== undefined) {
    if (matchesAny(token, rules.secrets)) return OPERATOR;
    const caller = await rules.findKey?.(token);
    if (caller !== undefined) return caller;
    if (rules.metricsSecret !== undefined && matchesAny(token, [rules.metricsSecret])) return SCRAPER;
  }
  const user = rules.trustedProxy?.identify(exchange);
  if (user !== undefined) return withScopes(exchange, user);
  // Clients always send some key; a server without auth does not ask for the right one.
  if (rules.secrets.length === 0 && rules.trustedProxy === undefined) return withScopes(exchange, ANONYMOUS);
  throw new Refusal("unauthorized", "Unauthorized", { headers: { "www-authenticate": 'Bearer realm="openclaw"' } });
}

/** `Authorization: Bearer`, or Anthropic's `x-api-key`. */
function readToken(exchange: Exchange): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(exchange.header("authorization") ?? "")?.[1];
  return bearer ?? exchange.header("x-api-key");
}

/** Compares digests: the time it takes says nothing about the token, nor about its length. */
function matchesAny(token: string, secrets: readonly Secret[]): boolean {
  const given = tokenDigest(token);
  let matches = false;
  for (const secret of secrets) matches = timingSafeEqual(given, digestOf(secret)) || matches;
  return matches;
}

const digests = new WeakMap<Secret, Buffer>();

function digestOf(secret: Secret): Buffer {
  const known = digests.get(secret);
  if (known !== undefined) return known;
  const made = hash("sha256", secret.reveal(), "buffer");
  digests.set(secret, made);
  return made;
}
