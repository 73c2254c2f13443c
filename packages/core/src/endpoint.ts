import { ConfigError } from "./errors/config-error.js";
import { redactShapes } from "./errors/redact-shapes.js";

/** Where requests go, decided once from the configured base URL. */
export interface Endpoint {
  /** Absolute, without a trailing slash: `https://openrouter.ai/api/v1`. */
  readonly baseUrl: string;
  /** The only origin that the API key may be sent to (KEY-6). */
  readonly origin: string;
  /** True for OpenRouter itself; everything that only OpenRouter understands hangs on it (NET-1, NET-2). */
  readonly verified: boolean;
}

/** OpenRouter itself. */
export const DEFAULT_BASE_URL = "https://openrouter.ai/api/v1";

const WRITE_IT = `Write it with its scheme, for example ${DEFAULT_BASE_URL}.`;
const VERIFIED_HOST = /^(?:(?:eu|us)\.)?openrouter\.ai$/;
const CANONICAL_PATH = "/api/v1";
const VERIFIED_PATH = /^\/(?:api\/v1|v1|api)$/;

/**
 * The one function that decides what a base URL is (NET-1).
 *
 * Verified means: scheme `https:`, host `openrouter.ai` or a regional host, no user info, default port, and the path `/api/v1` (the
 * legacy spellings `/v1` and `/api` are rewritten to it). Everything else is a custom endpoint: it works, but gets none of
 * OpenRouter's own headers and body fields.
 *
 * @param baseUrl absolute http(s) URL; defaults to `https://openrouter.ai/api/v1`
 * @throws ConfigError `base_url_invalid` when it is not an absolute http(s) URL, or carries a query or user info.
 */
export function resolveEndpoint(baseUrl: string = DEFAULT_BASE_URL): Endpoint {
  const text = baseUrl.trim();
  if (!URL.canParse(text)) {
    // It may hold a password that made it unreadable.
    const shown = JSON.stringify(redactShapes(text.slice(0, 200).replace(/[^/]*@/, "…@")));
    throw invalid(`${shown} is not an absolute URL.`, WRITE_IT);
  }
  const url = new URL(text);
  refuseUnusable(url);
  const path = url.pathname.replace(/\/+$/, "");
  const isOpenRouter = url.protocol === "https:" && url.port === "" && VERIFIED_HOST.test(url.hostname);
  if (isOpenRouter && VERIFIED_PATH.test(path)) {
    return { baseUrl: `${url.origin}${CANONICAL_PATH}`, origin: url.origin, verified: true };
  }
  return { baseUrl: `${url.origin}${path}`, origin: url.origin, verified: false };
}

function refuseUnusable(url: URL): void {
  const place = `${url.protocol}//${url.host}`;
  if (!/^https?:$/.test(url.protocol)) throw invalid(`uses ${url.protocol.replace(":", "")}, which is not http or https.`, WRITE_IT);
  if (url.username !== "" || url.password !== "")
    throw invalid(`for ${place} carries a user name or password.`, "Use apiKey or headers instead.");
  if (url.search !== "" || url.hash !== "") throw invalid(`for ${place} carries a query or fragment.`, "Remove it.");
}

function invalid(problem: string, hint: string): ConfigError {
  return new ConfigError(`The base URL ${problem}`, { code: "base_url_invalid", hint });
}

/** Joins an API path such as `/chat/completions` to the endpoint. */
export function endpointUrl(endpoint: Endpoint, path: string): string {
  return `${endpoint.baseUrl}${path}`;
}
