import { ConfigError } from "@openclaw/core";
import type { Snapshot } from "./snapshot.js";

/** Does somebody have to say who they are? */
export function keepsOut({ operatorSecrets, trustedProxy }: Pick<Snapshot, "operatorSecrets" | "trustedProxy">): boolean {
  return operatorSecrets.length > 0 || trustedProxy !== undefined;
}

/**
 * Refuses an edit after which nobody would be kept out any more: a file that is gone for a moment, or half written, must not open a running server,
 * which may stand behind a proxy for everybody (SRV-2, SRV-3). On loopback `gateway.auth.mode: "none"` says that it is meant.
 *
 * @throws ConfigError `config_invalid`
 */
export function refuseOpening(now: Snapshot, next: Snapshot, { loopbackOnly }: { readonly loopbackOnly: boolean }): void {
  if (!keepsOut(now) || keepsOut(next)) return;
  if (loopbackOnly && next.loaded.config.gateway.auth.mode === "none") return;
  throw new ConfigError("No token is configured any more: that would open the running server to everybody who reaches it.", {
    code: "config_invalid",
    hint: loopbackOnly ? 'If that is meant, set gateway.auth.mode to "none".' : "Set OPENCLAW_GATEWAY_TOKEN (or gateway.auth.token).",
  });
}
