import { isIP, type LookupFunction } from "node:net";
import type * as Undici from "undici";
import type { buildConnector, Dispatcher } from "undici";
import { NetworkError } from "../errors/network-error.js";
import { readNetworkFailure } from "../http/network-failure.js";
import { type ProxySettings, shownProxy } from "./proxy-settings.js";
import type { TlsConnectOptions } from "./tls-options.js";

export interface DispatcherOptions {
  readonly proxies: ProxySettings;
  readonly tls: TlsConnectOptions;
  readonly connectMs: number;
  /** Connections that go through no proxy are made to these and no other. Default: what the name stands for. */
  readonly addresses?: readonly string[] | undefined;
}

// Long enough to span a person's pause between two questions; edges keep idle connections for minutes.
const KEEP_ALIVE_MS = 30_000;

/** The pool of connections behind a transport: direct, or through the proxies that the settings name. */
export function createDispatcher(undici: typeof Undici, options: DispatcherOptions): Dispatcher {
  const { proxies, tls, connectMs, addresses } = options;
  const shared = {
    // HTTP/1.1 only: a connection per stream, so that ending one closes its socket at once and none waits behind another's bytes.
    allowH2: false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { ...tls, timeout: connectMs, ...(addresses === undefined ? {} : { lookup: lookupIn(addresses) }) },
  };
  if (proxies.http === "" && proxies.https === "") return new undici.Agent(shared);
  const { servername: _targetName, ...proxyTls } = tls;
  return new undici.EnvHttpProxyAgent({
    ...shared,
    httpProxy: proxies.http,
    httpsProxy: proxies.https,
    noProxy: proxies.except,
    requestTls: { ...tls, timeout: connectMs, allowH2: false },
    proxyTls: { ...proxyTls, timeout: connectMs, allowH2: false },
    clientFactory: (proxy, { connect }: { connect?: buildConnector.connector }) =>
      new undici.Pool(proxy, {
        ...(connect === undefined ? {} : { connect: namingProxy(connect, proxy) }),
        // How long the proxy may take to open the tunnel: to the request that is part of connecting.
        headersTimeout: connectMs,
      }),
  });
}

/** In place of the system's lookup: the name was looked up and checked before. */
function lookupIn(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (hostname, { all, family }, callback) => {
    const wanted = family === 4 || family === 6 ? found.filter((item) => item.family === family) : found;
    const [first] = wanted;
    if (first === undefined)
      callback(Object.assign(new Error(`${hostname} has no address of the kind that was asked for.`), { code: "ENOTFOUND" }), "");
    else if (all === true) callback(null, wanted);
    else callback(null, first.address, first.family);
  };
}

/** A proxy that cannot be reached must not read as if the API could not. */
function namingProxy(connect: buildConnector.connector, proxy: URL): buildConnector.connector {
  return (target, callback) => {
    connect(target, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else callback(proxyFailure(error, proxy), null);
    });
  };
}

function proxyFailure(error: Error, proxy: URL): Error {
  const failure = readNetworkFailure(error, `the proxy ${shownProxy(proxy)}`);
  if (!(failure instanceof NetworkError)) return failure;
  return new NetworkError(failure.message, {
    code: failure.code,
    ...(failure.systemCode === undefined ? {} : { systemCode: failure.systemCode }),
    hint: "Check HTTPS_PROXY and NO_PROXY, or the configured proxy.",
    cause: error,
  });
}
