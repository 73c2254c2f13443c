import { ConfigError, Secret } from "@openclaw/core";
import type { NodeTransportOptions, TlsOptions } from "@openclaw/core/node";
import type { Config, TlsConfig } from "../config.js";
import type { SecretInput } from "../secrets/secret-types.js";

/**
 * Proxy and certificates of the connection (NET-6, CFG-5), from a configuration whose references are resolved: `activateSecrets` comes first.
 *
 * @throws ConfigError `config_invalid` for one that is not
 */
export function transportOptions(config: Config, env: Readonly<Record<string, string>>): NodeTransportOptions {
  const { proxy, tls } = config.models.providers.openrouter.request ?? {};
  const { connectMs } = config.agents.defaults.failover;
  return {
    env,
    connectMs,
    ...(proxy?.mode === "explicit-proxy" ? { proxy: proxy.url } : {}),
    ...(tls === undefined ? {} : { tls: readTls(tls) }),
  };
}

function readTls(tls: TlsConfig): TlsOptions {
  const { serverName, insecureSkipVerify } = tls;
  const secrets = Object.fromEntries(
    (["ca", "cert", "key", "passphrase"] as const).flatMap((name) => {
      const input = tls[name];
      return input === undefined ? [] : [[name, reveal(name, input)]];
    }),
  );
  return {
    ...secrets,
    ...(serverName === undefined ? {} : { serverName }),
    ...(insecureSkipVerify === undefined ? {} : { insecureSkipVerify }),
  };
}

function reveal(name: string, input: SecretInput): string {
  if (input instanceof Secret) return input.reveal();
  throw new ConfigError(`models.providers.openrouter.request.tls.${name} is a reference that was not resolved.`, {
    code: "config_invalid",
  });
}
