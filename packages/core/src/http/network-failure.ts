import { redact } from "../errors/redact.js";
import { RequestError } from "../errors/request-error.js";
import { NetworkError } from "../errors/network-error.js";
import { TimeoutError } from "../errors/timeout-error.js";
import { ToolkitError } from "../errors/toolkit-error.js";

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name could not be looked up",
  ECONNREFUSED: "nothing accepts connections there",
  EHOSTUNREACH: "there is no route to the host",
  ENETUNREACH: "the network is not reachable",
  EADDRNOTAVAIL: "there is no route to the host",
};
const TLS = /^(?:CERT_|ERR_TLS|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|ERR_SSL|HOSTNAME_MISMATCH)/;
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
  const systemCode = findSystemCode(cause);
  if (systemCode !== undefined && CONNECT_TIMEOUTS.has(systemCode) && options.begun !== true) {
    return new TimeoutError("connect", options.connectMs ?? 0, { what: origin, cause });
  }
  const shared = { origin, cause, ...(systemCode === undefined ? {} : { systemCode }) };
  if (systemCode !== undefined && TLS.test(systemCode)) {
    return new NetworkError(`The certificate of ${origin} was not accepted (${systemCode}).`, {
      ...shared,
      code: "tls_rejected",
      hint: "Behind a company proxy, give its certificate authority with NODE_EXTRA_CA_CERTS or request.tls.ca.",
    });
  }
  if (systemCode === "UND_ERR_INVALID_ARG") {
    return new RequestError(`The request to ${origin} cannot be written: ${redact(messageOf(cause))}.`, {
      code: "input_invalid",
      hint: "Look at the configured headers.",
      cause,
    });
  }
  const reason = systemCode === undefined ? undefined : UNREACHABLE[systemCode];
  if (reason !== undefined) {
    return new NetworkError(`Could not reach ${origin}: ${reason} (${systemCode}).`, {
      ...shared,
      code: "network_unreachable",
      hint: "Check the network, HTTPS_PROXY, and models.providers.openrouter.baseUrl.",
    });
  }
  return new NetworkError(`The connection to ${origin} broke${systemCode === undefined ? "" : ` (${systemCode})`}.`, {
    ...shared,
    code: "network_interrupted",
  });
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
