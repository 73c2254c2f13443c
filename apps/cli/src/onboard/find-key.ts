import type { StoredProfile } from "@openclaw/config";
import type { LoadedConfig } from "@openclaw/config/node";
import { ConfigError, type Secret } from "@openclaw/core";
import { parseKey } from "@openclaw/core/internal";
import type { SecretInputMode } from "./keep-in-keyring.js";

export const KEY_VARIABLE = "OPENROUTER_API_KEY";

export interface FoundKey {
  readonly key: Secret;
  /** Absent: it is stored already. */
  readonly profile?: StoredProfile;
  /** For people: where it came from. */
  readonly from: string;
}

/** A key as it is stored (KEY-3): itself, or a reference to the variable. */
export function storedKey(key: Secret): StoredProfile {
  return { type: "api_key", provider: "openrouter", key: key.reveal() };
}

export const REFERENCE: StoredProfile = {
  type: "api_key",
  provider: "openrouter",
  keyRef: { source: "env", provider: "default", id: KEY_VARIABLE },
};

/**
 * The key without asking anybody: the flag's, the environment's, else the one that is stored already.
 *
 * @throws ConfigError `key_missing` naming the flag and the variable; with `ref`, when the variable is not set. Nothing is written then.
 */
export function findKey(
  loaded: LoadedConfig,
  facts: { readonly flag: string | undefined; readonly mode: SecretInputMode; readonly stored: Secret | undefined },
): FoundKey {
  const variable = loaded.environment.values[KEY_VARIABLE];
  if (facts.mode === "ref") {
    if (variable !== undefined) return { key: parseKey(variable), profile: REFERENCE, from: `a reference to ${KEY_VARIABLE}` };
    throw new ConfigError(`A reference to ${KEY_VARIABLE} was asked for, and it is not set. Nothing was written.`, {
      code: "key_missing",
      hint: `Set ${KEY_VARIABLE} and run this again, or store the key itself with --secret-input-mode plaintext.`,
    });
  }
  if (facts.flag !== undefined) return withProfile(facts.flag, "--openrouter-api-key");
  if (variable !== undefined) return withProfile(variable, KEY_VARIABLE);
  if (facts.stored !== undefined) return keptKey(facts.stored, facts.mode);
  throw new ConfigError("There is no OpenRouter API key to set up. Nothing was written.", {
    code: "key_missing",
    hint: `Pass --openrouter-api-key KEY, or set ${KEY_VARIABLE}. Keys come from https://openrouter.ai/keys.`,
  });
}

/** The stored key once more: it stays where it is, unless it is to move into the keyring. */
export function keptKey(stored: Secret, mode: SecretInputMode | undefined): FoundKey {
  if (mode === "keyring") return { key: stored, profile: storedKey(stored), from: "the profile store" };
  return { key: stored, from: "the profile store, where it stays" };
}

function withProfile(text: string, from: string): FoundKey {
  const key = parseKey(text);
  return { key, profile: storedKey(key), from };
}
