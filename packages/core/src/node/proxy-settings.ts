import { ConfigError } from "../errors/config-error.js";

/** Which proxy stands in front of which target. Empty means none. */
export interface ProxySettings {
  readonly http: string;
  readonly https: string;
  /** Comma-separated, as in `NO_PROXY`. */
  readonly except: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

// A gateway or sandbox on this machine is never behind a company's proxy.
const LOOPBACK = "localhost,127.0.0.1,::1";

/**
 * Reads `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in lower case first as curl does (NET-6). `explicit` is the configured proxy: it
 * applies to every target, and the environment is not looked at.
 *
 * @throws ConfigError `config_invalid` for a proxy that is not an http(s) or socks5 URL; a password in it is not shown
 */
export function readProxySettings(env: Environment, explicit?: string): ProxySettings {
  if (explicit !== undefined) {
    const proxy = parseProxy(explicit, "The configured proxy");
    return { http: proxy, https: proxy, except: "" };
  }
  const http = parseProxy(read(env, "http_proxy"), "HTTP_PROXY");
  const https = parseProxy(read(env, "https_proxy"), "HTTPS_PROXY");
  const except = read(env, "no_proxy");
  return { http, https, except: except === "" ? LOOPBACK : `${except},${LOOPBACK}` };
}

function read(env: Environment, name: string): string {
  return (env[name] ?? env[name.toUpperCase()] ?? "").trim();
}

function parseProxy(text: string, origin: string): string {
  if (text === "") return "";
  // `proxy:3128` is common, and would read as a URL of the scheme "proxy".
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const protocol = URL.canParse(withScheme) ? new URL(withScheme).protocol : "";
  if (["http:", "https:", "socks5:"].includes(protocol)) return withScheme;
  throw new ConfigError(`${origin} is not a proxy URL.`, {
    code: "config_invalid",
    hint: "Write it as http://host:port, with user:password@ before the host when the proxy asks for them.",
  });
}

/** The proxy without its credentials, as messages may show it. */
export function shownProxy(proxy: string | URL): string {
  const { protocol, host } = new URL(proxy);
  return `${protocol}//${host}`;
}
