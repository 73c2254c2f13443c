import { NetworkError } from "../errors/network-error.js";
import { TimeoutError, type TimeoutPhase } from "../errors/timeout-error.js";
import { ToolkitError } from "../errors/toolkit-error.js";

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name could not be looked up",
  ECONNREFUSED: "nothing accepts connections there",
  EHOSTUNREACH: "there is no route to the host",
  ENETUNREACH: "the network is not reachable",
  EADDRNOTAVAIL: "there is no route to the host",
  ETIMEDOUT: "nothing answers there",
  UND_ERR_CONNECT_TIMEOUT: "nothing answers there",
};
// A fetch of the platform's own gives up after these, whatever the configured limits say.
const RUNTIME_TIMEOUTS: Readonly<Record<string, TimeoutPhase>> = { UND_ERR_HEADERS_TIMEOUT: "response", UND_ERR_BODY_TIMEOUT: "stall" };
const RUNTIME_TIMEOUT_MS = 300_000;
const CERTIFICATE = /^(?:CERT_|ERR_TLS|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|HOSTNAME_MISMATCH)/;
const NOT_TLS = /^(?:ERR_SSL|EPROTO)/;
const CONNECT_TIMEOUTS: ReadonlySet<string> = new Set(["UND_ERR_CONNECT_TIMEOUT", "ETIMEDOUT"]);
// undici tells a refused tunnel only in the text, and once even as an abort.
const PROXY_STATUS = /^Proxy (?:response|Authentication Required) \((\d{3})\)/;
const PROXY_HINT = "Check HTTPS_PROXY and NO_PROXY, or the configured proxy.";

/**
 * Turns whatever a transport rejected with into the toolkit's own error (NET-5). Aborts and errors of ours pass unchanged.
 *
 * @param origin where the request went; the only part of the URL that is shown
 */
export function readNetworkFailure(
  cause: unknown,
  origin: string,
  options: { readonly begun?: boolean; readonly connectMs?: number } = {},
): Error {
  if (ToolkitError.isInstance(cause)) return cause;
  const atProxy = readProxyFailure(cause, origin);
  if (atProxy !== undefined) return atProxy;
  if (cause instanceof Error && cause.name === "AbortError") return cause;
  const { begun = false, connectMs = 0 } = options;
  const systemCode = findSystemCode(cause);
  if (systemCode === undefined) return broken(origin, { origin, cause });
  const shared = { origin, cause, systemCode };
  if (CONNECT_TIMEOUTS.has(systemCode) && !begun && connectMs > 0) return new TimeoutError("connect", connectMs, { what: origin, cause });
  const phase = RUNTIME_TIMEOUTS[systemCode];
  if (phase !== undefined) return new TimeoutError(phase, RUNTIME_TIMEOUT_MS, { what: origin, cause });
  if (CERTIFICATE.test(systemCode)) {
    return new NetworkError(`The certificate of ${origin} was not accepted (${systemCode}).`, {
      ...shared,
      code: "tls_rejected",
      hint: "Behind a company proxy, give its certificate authority with NODE_EXTRA_CA_CERTS or request.tls.ca.",
    });
  }
  if (NOT_TLS.test(systemCode)) {
    return new NetworkError(`${origin} does not speak TLS as it should (${systemCode}).`, {
      ...shared,
      code: "tls_rejected",
      hint: "Check whether the address is meant to begin with http:// or https://.",
    });
  }
  const reason = begun ? undefined : UNREACHABLE[systemCode];
  if (reason === undefined) return broken(origin, shared);
  return new NetworkError(`Could not reach ${origin}: ${reason} (${systemCode}).`, {
    ...shared,
    code: "network_unreachable",
    hint: "Check the network, the proxy (HTTPS_PROXY) and the base URL.",
  });
}

function broken(origin: string, facts: { readonly origin: string; readonly cause: unknown; readonly systemCode?: string }): NetworkError {
  const code = facts.systemCode === undefined ? "" : ` (${facts.systemCode})`;
  return new NetworkError(`The connection to ${origin} broke${code}.`, { ...facts, code: "network_interrupted" });
}

function readProxyFailure(cause: unknown, origin: string): NetworkError | undefined {
  const status = Number(PROXY_STATUS.exec(messageOf(cause))?.[1] ?? Number.NaN);
  const systemCode = findSystemCode(cause);
  const shared = { origin, cause, ...(systemCode === undefined ? {} : { systemCode }) };
  if (!Number.isNaN(status)) {
    return new NetworkError(`The proxy refused the connection to ${origin} (HTTP ${status}).`, {
      ...shared,
      code: "network_unreachable",
      retryable: status >= 500,
      hint: status === 407 ? "It wants a user and password: write http://user:password@host:port." : PROXY_HINT,
    });
  }
  if (systemCode === "UND_ERR_PRX_TLS") {
    return new NetworkError(`The certificate of the proxy for ${origin} was not accepted.`, {
      ...shared,
      code: "tls_rejected",
      hint: PROXY_HINT,
    });
  }
  if (systemCode !== "UND_ERR_PRX_CONN") return undefined;
  return new NetworkError(`The proxy closed the connection instead of opening one to ${origin}.`, {
    ...shared,
    code: "network_unreachable",
    hint: PROXY_HINT,
  });
}

/** `fetch` hides undici's own message one cause down. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** Node hides the system's code one or two causes down, and in the first of an aggregate. */
function findSystemCode(error: unknown, depth = 0): string | undefined {
  if (depth > 4 || typeof error !== "object" || error === null) return undefined;
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === "string") return code;
  return findSystemCode(cause, depth + 1) ?? (Array.isArray(errors) ? findSystemCode(errors[0], depth + 1) : undefined);
}
