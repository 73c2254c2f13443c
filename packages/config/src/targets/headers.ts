import { ConfigError, Secret } from "@openclaw/core";
import type { Config } from "../config.js";
import type { SecretInput } from "../secrets/secret-types.js";

const DROPPED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * The user's own headers: `request.headers` over the row's over the provider's, compared without regard to case (as in OpenClaw).
 *
 * @throws ConfigError `config_invalid` when one is still a reference: `activateSecrets` comes first.
 */
export function resolveHeaders(config: Config, row?: Readonly<Record<string, SecretInput>>): Readonly<Record<string, string>> {
  const { headers, request } = config.models.providers.openrouter;
  const merged = new Map<string, readonly [string, string]>();
  const add = (name: string, value: SecretInput, prefix = ""): void => {
    if (!DROPPED.has(name)) merged.set(name.toLowerCase(), [name, prefix + reveal(name, value)]);
  };
  for (const layer of [headers, row, request?.headers]) {
    for (const [name, value] of Object.entries(layer ?? {})) add(name, value);
  }
  if (request?.auth?.mode === "header") add(request.auth.headerName, request.auth.value, request.auth.prefix);
  return Object.fromEntries(merged.values());
}

function reveal(name: string, value: SecretInput): string {
  if (value instanceof Secret) return value.reveal();
  throw new ConfigError(`The header ${name} is a secret reference that has not been resolved.`, {
    code: "config_invalid",
    hint: "Call activateSecrets on the configuration before resolveTargets.",
  });
}
