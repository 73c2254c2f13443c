import { ConfigError, Secret, ToolkitError } from "@openclaw/core";
import { parseKey } from "@openclaw/core/internal";
import type { Config } from "../config.js";
import type { SecretInput } from "../secrets/secret-types.js";
import type { Environment } from "../environment/environment.js";
import { readSecretRef } from "../secrets/parse-secret-input.js";
import { createSecretResolver, type ResolveSecret } from "../secrets/resolve-secret.js";
import { environmentKeys } from "./environment-keys.js";
import { orderProfiles } from "./order-profiles.js";
import { NO_PROFILES, type StoredProfile, type StoredProfiles } from "./profile.js";

/** Where a key was found. */
export type CredentialOrigin = "flag" | "profile" | "environment" | "provider-config" | "speech-config";

/** A key that may be used, with a name that may be shown. */
export interface Credential {
  readonly secret: Secret;
  /** Such as `env:OPENROUTER_API_KEY` or `profile:openrouter:default`. */
  readonly label: string;
  readonly origin: CredentialOrigin;
}

export interface ResolveCredentialsOptions {
  /** Speech looks into its own configuration first (KEY-2); everything else is `chat` (KEY-1). */
  readonly purpose: "chat" | "speech";
  readonly config: Config;
  readonly environment: Environment;
  /** `--api-key`. Alone when given. */
  readonly flagKey?: string | undefined;
  /** The id of a stored profile that was asked for. Alone when given. */
  readonly profile?: string | undefined;
  readonly profiles?: StoredProfiles | undefined;
  /** Default: plain values and environment references only. */
  readonly resolveSecret?: ResolveSecret | undefined;
  /** Default: now. */
  readonly nowMs?: number | undefined;
}

const PROVIDER = "openrouter";
const PROVIDER_KEY_PATH = "models.providers.openrouter.apiKey";
const BEARER_PATH = "models.providers.openrouter.request.auth.token";
const SPEECH_KEY_PATH = "tts.providers.openrouter.apiKey";

type Source = () => Promise<readonly Credential[]>;

/**
 * The keys to use, in rotation order: all keys of the first place that has any (KEY-1, KEY-2). Keys of different places are never
 * mixed, so a rate limit on one account is not silently paid by another.
 *
 * @throws ConfigError `key_missing` when no place has a key (KEY-4), `key_malformed` when one cannot be a key, `config_invalid` when a
 * reference does not resolve.
 */
export async function resolveCredentials(options: ResolveCredentialsOptions): Promise<readonly Credential[]> {
  for (const source of sourcesInOrder(options)) {
    const found = await source();
    if (found.length > 0) return found;
  }
  throw missingKey();
}

/** Every key in every place, in the order in which the places are asked: for `models status` and `doctor`. */
export async function listCredentials(options: ResolveCredentialsOptions): Promise<readonly Credential[]> {
  const found: Credential[] = [];
  for (const source of sourcesInOrder(options)) found.push(...(await source()));
  return found;
}

/** KEY-4: one line that names what can be done; the command line puts its flag and its command in. */
export function missingKey(): ConfigError {
  return new ConfigError("OpenRouter API key missing: no flag, stored profile, environment variable or configuration has one.", {
    code: "key_missing",
    hint: "Pass a key, set OPENROUTER_API_KEY, or store a profile.",
  });
}

function sourcesInOrder(options: ResolveCredentialsOptions): readonly Source[] {
  const { config, environment } = options;
  const resolve = options.resolveSecret ?? createSecretResolver({ secrets: config.secrets, environment });
  const stored = options.profiles ?? NO_PROFILES;
  const provider = config.models.providers.openrouter;

  const flag: Source = async () => (options.flagKey === undefined ? [] : [credential(options.flagKey, "flag:--api-key", "flag")]);
  const pinned: Source = async () => (options.profile === undefined ? [] : [await requireProfile(options.profile, stored, resolve)]);
  const bearer: Source = async () => {
    const auth = provider.request?.auth;
    if (auth?.mode !== "authorization-bearer") return [];
    return [await configured(auth.token, resolve, { path: BEARER_PATH, origin: "provider-config" })];
  };
  const profiles: Source = async () => {
    const ids = orderProfiles(stored, config.auth, PROVIDER, options.nowMs ?? Date.now());
    return unique(await Promise.all(ids.map(async (id) => profileCredential(id, stored.profiles[id], resolve))));
  };
  const fromEnvironment: Source = async () =>
    environmentKeys(environment).map(({ name, value }) => credential(value, `env:${name}`, "environment"));
  const fromProvider: Source = async () => {
    const { apiKey } = provider;
    if (apiKey === undefined) return [];
    // OpenClaw's newer version lets apiKey be the id of a stored profile.
    const profileId = apiKey instanceof Secret && stored.profiles[apiKey.reveal()] !== undefined ? apiKey.reveal() : undefined;
    if (profileId !== undefined) return [await requireProfile(profileId, stored, resolve)];
    return [await configured(apiKey, resolve, { path: PROVIDER_KEY_PATH, origin: "provider-config" })];
  };
  const fromSpeech: Source = async () => {
    const { apiKey } = config.tts.providers.openrouter;
    return apiKey === undefined ? [] : [await configured(apiKey, resolve, { path: SPEECH_KEY_PATH, origin: "speech-config" })];
  };

  if (options.purpose === "speech") return [flag, pinned, fromSpeech, bearer, fromProvider, fromEnvironment, profiles];
  // `auth: "api-key"` with a key beside it says: this one, whatever is stored, as in OpenClaw.
  const first = provider.auth === "api-key" ? [fromProvider] : [];
  return [flag, pinned, bearer, ...first, profiles, fromEnvironment, fromProvider];
}

async function requireProfile(id: string, stored: StoredProfiles, resolve: ResolveSecret): Promise<Credential> {
  const found = await profileCredential(id, stored.profiles[id], resolve);
  if (found !== undefined) return found;
  const known = Object.keys(stored.profiles);
  throw new ConfigError(`There is no usable stored profile "${id}".`, {
    code: "key_missing",
    hint: known.length > 0 ? `Stored profiles: ${known.join(", ")}.` : "Store one first.",
  });
}

async function profileCredential(id: string, profile: StoredProfile | undefined, resolve: ResolveSecret): Promise<Credential | undefined> {
  const label = `profile:${id}`;
  switch (profile?.type) {
    case "api_key":
      if (profile.keyRef !== undefined) return configured(profile.keyRef, resolve, { path: `${label}.keyRef`, origin: "profile", label });
      return profile.key === undefined ? undefined : credential(profile.key, label, "profile");
    case "token":
      if (profile.tokenRef !== undefined)
        return configured(profile.tokenRef, resolve, { path: `${label}.tokenRef`, origin: "profile", label });
      return profile.token === undefined ? undefined : credential(profile.token, label, "profile");
    case "oauth":
      return credential(profile.access, label, "profile");
    case undefined:
      return undefined;
  }
}

/** @param facts.label default: the place in the configuration, and what a reference there names */
async function configured(
  input: SecretInput,
  resolve: ResolveSecret,
  { path, origin, label }: { readonly path: string; readonly origin: CredentialOrigin; readonly label?: string },
): Promise<Credential> {
  const ref = readSecretRef(input);
  const secret = await resolve(input, path);
  const suffix = ref === undefined ? "" : ` (${ref.source}:${ref.id})`;
  return credential(secret.reveal(), label ?? `config:${path}${suffix}`, origin);
}

function credential(text: string, label: string, origin: CredentialOrigin): Credential {
  try {
    return { secret: parseKey(text), label, origin };
  } catch (error) {
    if (!ToolkitError.isInstance(error)) throw error;
    throw new ConfigError(`${label}: ${error.message}`, {
      code: error.code,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    });
  }
}

function unique(found: readonly (Credential | undefined)[]): readonly Credential[] {
  const present = found.filter((entry) => entry !== undefined);
  return present.filter((entry, index) => present.findIndex(({ secret }) => secret.reveal() === entry.secret.reveal()) === index);
}
