import type { Config } from "@openclaw/config";
import { ConfigError } from "@openclaw/core";
import { isPrivateHost } from "@openclaw/core/internal";
import { isIP } from "node:net";

export interface Address {
  readonly host: string;
  readonly port: number;
  readonly loopbackOnly: boolean;
}

/**
 * Where to listen: flag over `gateway.bind` over loopback, port 18789 (SRV-3).
 *
 * @throws ConfigError when others could reach the server and no token keeps them out, or would read along where encryption is asked for
 */
export function resolveAddress(
  { gateway }: Pick<Config, "gateway">,
  given: { readonly host?: string; readonly port?: number; readonly authConfigured: boolean },
): Address {
  const host = given.host ?? hostOf(gateway);
  const loopbackOnly = isLoopback(host);
  if (!loopbackOnly && !given.authConfigured) {
    throw new ConfigError(`Listening on ${host} without a token would open the key to everybody who reaches this machine.`, {
      code: "config_invalid",
      hint: "Set OPENCLAW_GATEWAY_TOKEN (or gateway.auth.token), or listen on 127.0.0.1.",
    });
  }
  if (!loopbackOnly && gateway.tls?.enabled === true) {
    throw new ConfigError(
      `gateway.tls.enabled is true, and openclaw-server speaks plain HTTP: ${host} would be served without encryption.`,
      {
        code: "config_invalid",
        hint: "Listen on 127.0.0.1 behind a proxy that has the certificate, or take gateway.tls out.",
      },
    );
  }
  return { host, port: given.port ?? gateway.port, loopbackOnly };
}

function hostOf({ bind, customBindHost }: Config["gateway"]): string {
  if (bind === "lan") return "0.0.0.0";
  if (bind === "custom" && customBindHost !== undefined) return customBindHost;
  if (bind === "loopback" || bind === "auto") return "127.0.0.1";
  throw new ConfigError(
    `gateway.bind "${bind}" ${bind === "custom" ? "needs gateway.customBindHost" : "is not served by openclaw-server"}.`,
    {
      code: "config_invalid",
      hint: 'Use "loopback", "lan", or "custom" with gateway.customBindHost.',
    },
  );
}

function isLoopback(host: string): boolean {
  if (host === "localhost" || host === "::1") return true;
  return isIP(host) === 4 && host.startsWith("127.") && isPrivateHost(host);
}
