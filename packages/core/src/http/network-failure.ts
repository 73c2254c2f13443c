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

/** Node hides the system's code one or two causes down, and in the first of an aggregate. */
function findSystemCode(error: unknown, depth = 0): string | undefined {
  if (depth > 4 || typeof error !== "object" || error === null) return undefined;
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === "string") return code;
  return findSystemCode(cause, depth + 1) ?? (Array.isArray(errors) ? findSystemCode(errors[0], depth + 1) : undefined);
}
