import { readFileSync } from "node:fs";
import * as tls from "node:tls";

/** `models.providers.openrouter.request.tls`. Certificates and keys are PEM text, not paths. */
export interface TlsOptions {
  /** Trusted in addition to the authorities that Node trusts anyway. */
  readonly ca?: string | readonly string[] | undefined;
  /** The client's own certificate and key, for gateways that ask for one. */
  readonly cert?: string | undefined;
  /** The private key to `cert`, PEM. */
  readonly key?: string | undefined;
  /** Of the private key. */
  readonly passphrase?: string | undefined;
  /** The name that the server's certificate must carry, where it is not the host's. */
  readonly serverName?: string | undefined;
  /** Accepts any certificate. For a gateway on one's own desk; whoever stands in between can read the key. */
  readonly insecureSkipVerify?: boolean | undefined;
}

/** The options of `tls.connect`. */
export interface TlsConnectOptions {
  ca?: string[];
  cert?: string;
  key?: string;
  passphrase?: string;
  servername?: string;
  rejectUnauthorized?: boolean;
}

export function tlsConnectOptions(options: TlsOptions = {}, env: Readonly<Record<string, string | undefined>> = {}): TlsConnectOptions {
  const connect: TlsConnectOptions = {};
  if (options.ca !== undefined) connect.ca = [...trustedByNode(env), ...(typeof options.ca === "string" ? [options.ca] : options.ca)];
  if (options.cert !== undefined) connect.cert = options.cert;
  if (options.key !== undefined) connect.key = options.key;
  if (options.passphrase !== undefined) connect.passphrase = options.passphrase;
  if (options.serverName !== undefined) connect.servername = options.serverName;
  if (options.insecureSkipVerify === true) connect.rejectUnauthorized = false;
  return connect;
}

/** A `ca` of one's own replaces Node's list, so the list has to be given along (NET-6). */
function trustedByNode(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  // Since Node 22.15; it knows NODE_EXTRA_CA_CERTS and the system's authorities.
  const { getCACertificates } = tls as { getCACertificates?: (type: "default") => string[] };
  if (getCACertificates !== undefined) return getCACertificates("default");
  return [...tls.rootCertificates, ...extraCertificates(env["NODE_EXTRA_CA_CERTS"])];
}

function extraCertificates(file: string | undefined): readonly string[] {
  if (file === undefined || file === "") return [];
  try {
    return [readFileSync(file, "utf8")];
  } catch {
    // Node itself warns about the file when it starts.
    return [];
  }
}
