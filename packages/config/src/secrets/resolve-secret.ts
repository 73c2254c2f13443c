import { ConfigError, Secret } from "@openclaw/core";
import type { ExecSecretProvider, FileSecretProvider, SecretInput, SecretRef, SecretsConfig } from "./secret-types.js";
import type { Environment } from "../environment/environment.js";
import { describeSecretRef, readSecretRef } from "./parse-secret-input.js";

/** Turns a configured secret into its value (KEY-3); throws ConfigError when it cannot, and never falls through to another one. */
export type ResolveSecret = (input: SecretInput, usedAt: string) => Promise<Secret>;

/** Reads secrets that lie outside this process; `@openclaw/config/node` has one. */
export interface SecretReaders {
  readonly readFile: (provider: FileSecretProvider, id: string) => Promise<string>;
  readonly runCommand: (name: string, provider: ExecSecretProvider, id: string) => Promise<string>;
}

export interface CreateSecretResolverOptions {
  readonly secrets: SecretsConfig;
  readonly environment: Environment;
  /** Without them only plain values and environment references resolve. */
  readonly readers?: SecretReaders;
}

/**
 * A resolver that reads each reference once and keeps its value: a snapshot (as in OpenClaw). Make a new one to reload.
 *
 * An explicit reference is authoritative: when it cannot be resolved, that is an error, never a reason to use another key.
 */
export function createSecretResolver(options: CreateSecretResolverOptions): ResolveSecret {
  const snapshot = new Map<string, Promise<Secret>>();
  return async (input, usedAt) => {
    const ref = readSecretRef(input);
    if (ref === undefined) {
      const missing = input instanceof Secret ? /\$\{([A-Z_][A-Z0-9_]*)\}/.exec(input.reveal())?.[1] : undefined;
      if (missing !== undefined) throw unresolved(usedAt, `the environment variable ${missing} is not set`);
      if (input instanceof Secret) return input;
      throw unresolved(usedAt, "it is neither text nor a reference that can be read");
    }
    const key = describeSecretRef(ref);
    const known = snapshot.get(key);
    if (known !== undefined) return known;
    const pending = resolveRef(ref, usedAt, options);
    snapshot.set(key, pending);
    // A failure is not part of the snapshot: the next use tries again.
    pending.catch(() => snapshot.delete(key));
    return pending;
  };
}

async function resolveRef(ref: SecretRef, usedAt: string, options: CreateSecretResolverOptions): Promise<Secret> {
  const name = ref.provider ?? options.secrets.defaults?.[ref.source] ?? "default";
  const provider = options.secrets.providers?.[name];
  if (ref.source === "env") {
    const allowlist = provider?.source === "env" ? provider.allowlist : undefined;
    if (provider === undefined ? name !== "default" && name !== options.secrets.defaults?.env : provider.source !== "env") {
      throw unresolved(usedAt, `secrets.providers.${name} is not set up for ${ref.source} references`);
    }
    if (allowlist !== undefined && !allowlist.includes(ref.id)) {
      throw unresolved(usedAt, `secrets.providers.${name}.allowlist does not name ${ref.id}`);
    }
    const value = options.environment.values[ref.id];
    if (value === undefined) throw unresolved(usedAt, `the environment variable ${ref.id} is not set`);
    return new Secret(value.trim());
  }
  if (provider === undefined || provider.source !== ref.source) {
    throw unresolved(usedAt, `secrets.providers.${name} is not set up for ${ref.source} references`);
  }
  if (options.readers === undefined) throw unresolved(usedAt, `${ref.source} references cannot be read here`);
  const text =
    provider.source === "file"
      ? await options.readers.readFile(provider, ref.id)
      : await options.readers.runCommand(name, provider, ref.id);
  if (text.trim() === "") throw unresolved(usedAt, `${describeSecretRef(ref)} is blank`);
  return new Secret(text.trim());
}

function unresolved(usedAt: string, reason: string): ConfigError {
  return new ConfigError(`The secret at ${usedAt} cannot be resolved: ${reason}.`, {
    code: "config_invalid",
    hint: `Correct ${usedAt}, or what it refers to.`,
    issues: [{ path: usedAt, message: reason }],
  });
}
