import { join } from "node:path";
import { ConfigError, parseJson, readObject } from "@openclaw/core";
import { readStoredProfiles, type StoredProfile, type StoredProfiles } from "../credentials/profile.js";
import { writeFileAtomic, removeLeftovers } from "./atomic-write.js";
import { withFileLock } from "./file-lock.js";
import { MAX_CONFIG_BYTES, readTextFile } from "./read-text.js";

/** The operating system's key store, or anything like it. Accounts are profile ids. */
export interface Keyring {
  readonly get: (account: string) => Promise<string | undefined>;
  readonly set: (account: string, secret: string) => Promise<void>;
  readonly delete: (account: string) => Promise<void>;
}

export interface OpenProfileStoreOptions {
  /** From `resolvePaths` or a loaded configuration. */
  readonly agentDir: string;
  readonly keyring?: Keyring;
}

export interface SaveProfileOptions {
  /** Put the key into the keyring, and only a note of that into the file (KEY-3). */
  readonly inKeyring?: boolean;
}

/**
 * Stored credentials (KEY-3): `auth-profiles.json` and `auth-state.json` in OpenClaw's own shape (openclaw.md §2.4), 0600. Written
 * atomically under a lock; what this program does not know in them stays.
 */
export interface ProfileStore {
  readonly path: string;
  /** @throws ConfigError `config_invalid` when a file is there that cannot be read: it is never silently replaced. */
  readonly read: () => Promise<StoredProfiles>;
  readonly save: (id: string, profile: StoredProfile, options?: SaveProfileOptions) => Promise<void>;
  /** True when there was one. */
  readonly remove: (id: string) => Promise<boolean>;
  /** The order in which a provider's profiles are used; `undefined` goes back to the configured one. */
  readonly setOrder: (provider: string, ids: readonly string[] | undefined) => Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;

/** Opens the store of the main agent. Nothing is read or created before it is asked for. */
export function openProfileStore({ agentDir, keyring }: OpenProfileStoreOptions): ProfileStore {
  const path = join(agentDir, "auth-profiles.json");
  const statePath = join(agentDir, "auth-state.json");

  return {
    path,
    async read() {
      const [profiles, state] = await Promise.all([readJson(path), readJson(statePath)]);
      const stored = readStoredProfiles(profiles, state);
      return keyring === undefined ? stored : { ...stored, profiles: await withKeyringKeys(stored.profiles, keyring) };
    },
    async save(id, profile, options = {}) {
      const entry = options.inKeyring === true ? await moveToKeyring(id, profile, keyring) : profile;
      await change(path, (file) => ({ version: 1, ...file, profiles: { ...readObject(file["profiles"]), [id]: entry } }));
    },
    async remove(id) {
      let found = false;
      await change(path, (file) => {
        const { [id]: removed, ...profiles } = { ...readObject(file["profiles"]) };
        found = removed !== undefined;
        return { version: 1, ...file, profiles };
      });
      await keyring?.delete(id).catch(() => undefined);
      return found;
    },
    async setOrder(provider, ids) {
      await change(statePath, (file) => {
        const { [provider]: _former, ...others } = { ...readObject(file["order"]) };
        return { version: 1, ...file, order: ids === undefined ? others : { ...others, [provider]: ids } };
      });
    },
  };
}

async function change(path: string, edit: (file: Json) => Json): Promise<void> {
  await withFileLock(path, async () => {
    const next = edit(await readJson(path));
    await removeLeftovers(path);
    await writeFileAtomic(path, `${JSON.stringify(next, undefined, 2)}\n`);
  });
}

async function readJson(path: string): Promise<Json> {
  const text = await readTextFile(path, MAX_CONFIG_BYTES);
  if (text === undefined || text.trim() === "") return {};
  const document = readObject(parseJson(text));
  if (document !== undefined) return document;
  throw new ConfigError(`${path} is not a JSON object.`, {
    code: "config_invalid",
    hint: "Correct it, or move it away and store the key again with: openclaw onboard --auth-choice openrouter-api-key",
  });
}

/** In the file, a profile whose key is in the keyring has no key, and says so. */
async function moveToKeyring(id: string, profile: StoredProfile, keyring: Keyring | undefined): Promise<StoredProfile> {
  if (keyring === undefined) {
    throw new ConfigError("There is no keyring to put the key into.", {
      code: "config_io",
      hint: "Store it in the profile file, or as a reference: --secret-input-mode ref",
    });
  }
  if (profile.type !== "api_key" || profile.key === undefined) return profile;
  await keyring.set(id, profile.key);
  const { key: _key, ...rest } = profile;
  return { ...rest, metadata: { ...rest.metadata, keyring: true } };
}

async function withKeyringKeys(
  profiles: Readonly<Record<string, StoredProfile>>,
  keyring: Keyring,
): Promise<Readonly<Record<string, StoredProfile>>> {
  const entries = Object.entries(profiles).map(async ([id, profile]): Promise<readonly [string, StoredProfile]> => {
    if (profile.type !== "api_key" || profile.metadata?.["keyring"] !== true || profile.key !== undefined) return [id, profile];
    const key = await keyring.get(id);
    return [id, key === undefined ? profile : { ...profile, key }];
  });
  return Object.fromEntries(await Promise.all(entries));
}
