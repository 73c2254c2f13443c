import { readNumber, readObject, readString, readStrings } from "@openclaw/core/internal";
import type { SecretRef } from "../secrets/secret-types.js";
import { readSecretRef } from "../secrets/parse-secret-input.js";

/** One stored credential, as it stands in `auth-profiles.json` (as in OpenClaw). `key`, `token` and `access` are secrets. */
export type StoredProfile =
  | {
      readonly type: "api_key";
      readonly provider: string;
      readonly key?: string;
      readonly keyRef?: SecretRef;
      readonly metadata?: Readonly<Record<string, unknown>>;
    }
  | {
      readonly type: "token";
      readonly provider: string;
      readonly token?: string;
      readonly tokenRef?: SecretRef;
      /** Milliseconds since 1970. */
      readonly expires?: number;
    }
  | {
      readonly type: "oauth";
      readonly provider: string;
      readonly access: string;
      readonly refresh?: string;
      readonly expires?: number;
      readonly email?: string;
    };

/** How a profile fared; from `auth-state.json`. */
export interface ProfileUsage {
  readonly lastUsed?: number;
  readonly cooldownUntil?: number;
  readonly disabledUntil?: number;
}

/** What the two files of the profile store say. */
export interface StoredProfiles {
  readonly profiles: Readonly<Record<string, StoredProfile>>;
  /** `models auth order set`: wins over the configuration's order. */
  readonly order: Readonly<Record<string, readonly string[]>>;
  readonly usage: Readonly<Record<string, ProfileUsage>>;
}

/** Where nothing is stored. */
export const NO_PROFILES: StoredProfiles = { profiles: {}, order: {}, usage: {} };

/** Reads both files leniently: entries that cannot be read are passed over, never an error. */
export function readStoredProfiles(profilesFile: unknown, stateFile?: unknown): StoredProfiles {
  const profiles: Record<string, StoredProfile> = {};
  for (const [id, value] of Object.entries(readObject(readObject(profilesFile)?.["profiles"]) ?? {})) {
    const profile = readProfile(value);
    if (profile !== undefined && id !== "__proto__") profiles[id] = profile;
  }
  const state = readObject(stateFile);
  // Older files keep order and usage beside the profiles.
  const older = readObject(profilesFile);
  return {
    profiles,
    order: readOrder(state?.["order"] ?? older?.["order"]),
    usage: readUsage(state?.["usageStats"] ?? older?.["usageStats"]),
  };
}

function readProfile(value: unknown): StoredProfile | undefined {
  const object = readObject(value);
  const provider = readString(object?.["provider"]);
  if (object === undefined || provider === undefined) return undefined;
  const expires = optional("expires", readNumber(object["expires"]));
  switch (object["type"]) {
    case "api_key": {
      const metadata = optional("metadata", readObject(object["metadata"]));
      const key = optional("key", readString(object["key"]));
      return { type: "api_key", provider, ...key, ...optional("keyRef", readSecretRef(object["keyRef"])), ...metadata };
    }
    case "token":
      return {
        type: "token",
        provider,
        ...optional("token", readString(object["token"])),
        ...optional("tokenRef", readSecretRef(object["tokenRef"])),
        ...expires,
      };
    case "oauth": {
      const access = readString(object["access"]);
      if (access === undefined) return undefined;
      const email = optional("email", readString(object["email"]));
      return { type: "oauth", provider, access, ...optional("refresh", readString(object["refresh"])), ...expires, ...email };
    }
    default:
      return undefined;
  }
}

function optional<Name extends string, Value>(name: Name, value: Value | undefined): { readonly [Key in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: Value };
}

function readOrder(value: unknown): Record<string, readonly string[]> {
  const entries = Object.entries(readObject(value) ?? {}).map(([provider, ids]) => [provider, readStrings(ids) ?? []] as const);
  return Object.fromEntries(entries);
}

function readUsage(value: unknown): Record<string, ProfileUsage> {
  const entries = Object.entries(readObject(value) ?? {}).map(([id, stats]) => {
    const object = readObject(stats) ?? {};
    const usage: ProfileUsage = {
      ...optional("lastUsed", readNumber(object["lastUsed"])),
      ...optional("cooldownUntil", readNumber(object["cooldownUntil"])),
      ...optional("disabledUntil", readNumber(object["disabledUntil"])),
    };
    return [id, usage] as const;
  });
  return Object.fromEntries(entries);
}
