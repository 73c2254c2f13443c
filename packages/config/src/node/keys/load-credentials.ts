import {
  type Credential,
  listCredentials,
  resolveCredentials,
  type ResolveCredentialsOptions,
} from "../../credentials/resolve-credentials.js";
import { createSecretResolver, type ResolveSecret } from "../../secrets/resolve-secret.js";
import type { LoadedConfig } from "../load/load-config.js";
import { type Keyring, openProfileStore } from "./profile-store.js";
import { runSecretCommand } from "./secret-exec.js";
import { readSecretFile } from "./secret-file.js";
import { createSystemKeyring } from "./system-keyring.js";

export interface LoadCredentialsOptions extends Pick<
  ResolveCredentialsOptions,
  "purpose" | "flagKey" | "profile" | "nowMs" | "resolveSecret"
> {
  /** Where profiles keep what they do not keep in the file. Default: the operating system's, asked only when a profile names it. */
  readonly keyring?: Keyring;
}

/** A resolver for all kinds of references of a loaded configuration: environment, files, commands. Each is read once. */
export function createNodeSecretResolver({
  config,
  environment,
  homeDir,
}: Pick<LoadedConfig, "config" | "environment" | "homeDir">): ResolveSecret {
  return createSecretResolver({
    secrets: config.secrets,
    environment,
    readers: {
      readFile: (provider, id) => readSecretFile(provider, id, homeDir),
      runCommand: (name, provider, id) => runSecretCommand(name, provider, id, { variables: environment.values, homeDir }),
    },
  });
}

/**
 * The keys to use, in rotation order, with stored profiles and all kinds of references (KEY-1, KEY-2, KEY-4).
 *
 * @throws ConfigError as `resolveCredentials`.
 * @example
 * const credentials = await loadCredentials(loaded, { purpose: "chat" });
 */
export async function loadCredentials(loaded: LoadedConfig, options: LoadCredentialsOptions): Promise<readonly Credential[]> {
  return resolveCredentials(await credentialOptions(loaded, options));
}

/** Every key in every place, for `models status` and `doctor`. Empty when there is none. */
export async function loadAllCredentials(loaded: LoadedConfig, options: LoadCredentialsOptions): Promise<readonly Credential[]> {
  return listCredentials(await credentialOptions(loaded, options));
}

async function credentialOptions(
  loaded: LoadedConfig,
  { keyring = createSystemKeyring(), ...options }: LoadCredentialsOptions,
): Promise<ResolveCredentialsOptions> {
  const { config, environment, agentDir } = loaded;
  // A key given on the command line needs no store, not even a readable one.
  const profiles = options.flagKey === undefined ? await openProfileStore({ agentDir, keyring }).read() : undefined;
  return {
    config,
    environment,
    ...(profiles === undefined ? {} : { profiles }),
    resolveSecret: createNodeSecretResolver(loaded),
    ...options,
  };
}
