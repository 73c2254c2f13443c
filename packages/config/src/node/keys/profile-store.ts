import { join } from "node:path";
import { ConfigError } from "@openclaw/core";
import { parseJson, readObject, readString } from "@openclaw/core/internal";
import { removeLeftovers } from "@openclaw/core/internal/node";
import { readStoredProfiles, type StoredProfile, type StoredProfiles } from "../../credentials/profile.js";
import { canonicalConfigPath } from "../edit/edit-config.js";
import { withFileLock } from "../file-lock.js";
import { MAX_CONFIG_BYTES, readTextFile } from "../read-text.js";
import { writePrivateFile } from "../write-private-file.js";

/** The operating system's key store, or anything like it. */
export interface Keyring {
  readonly get: (account: string) => Promise<string | undefined>;
  readonly set: (account: string, secret: string) => Promise<void>;
  readonly delete: (account: string) => Promise<void>;
}

export interface OpenProfileStoreOptions {
  /** From `resolvePaths` or a loaded configuration. */
  readonly agentDir: string;
  readonly keyring?: Keyring | undefined;
}

export interface SaveProfileOptions {
  /** Put the key into the keyring, and only a note of that into the file (KEY-3). */
  readonly inKeyring?: boolean | undefined;
}

/**
 * Stored credentials (KEY-3): `auth-profiles.json` and `auth-state.json` in OpenClaw's own shape, 0600. Written
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
      const account = `${id} in ${agentDir}`;
      const entry = options.inKeyring === true ? await moveToKeyring(account, profile, keyring) : profile;
      let former: string | undefined;
      await change(path, (file) => {
        const profiles = { ...readObject(file["profiles"]) };
        former = accountOf(profiles[id]);
        return { version: 1, ...file, profiles: { ...profiles, [id]: entry } };
      });
      if (former !== undefined && former !== accountOf(entry)) await forget(former, keyring);
    },
    async remove(id) {
      let removed: unknown;
      await change(path, (file) => {
        const { [id]: profile, ...profiles } = { ...readObject(file["profiles"]) };
        removed = profile;
        return { version: 1, ...file, profiles };
      });
      const account = accountOf(removed);
      if (account !== undefined) await forget(account, keyring);
      return removed !== undefined;
    },
    async setOrder(provider, ids) {
      await change(statePath, (file) => {
        const { [provider]: _former, ...others } = { ...readObject(file["order"]) };
        return { version: 1, ...file, order: ids === undefined ? others : { ...others, [provider]: ids } };
      });
    },
  };
}

async function change(linked: string, edit: (file: Json) => Json): Promise<void> {
  const path = await canonicalConfigPath(linked);
  await withFileLock(path, async () => {
    const next = edit(await readJson(path));
    await removeLeftovers(path);
    await writePrivateFile(path, `${JSON.stringify(next, undefined, 2)}\n`);
  });
}

async function readJson(path: string): Promise<Json> {
  const text = await readTextFile(path, MAX_CONFIG_BYTES);
  if (text === undefined || text.trim() === "") return {};
  const document = readObject(parseJson(text));
  if (document !== undefined) return document;
  throw new ConfigError(`${path} is not a JSON object.`, {
    code: "config_invalid",
    hint: "Correct it, or move it away and store the key again.",
  });
}

/**
 * In the file, a profile whose key is in the keyring has no key, and names the account there. The folder is part of it: each
 * configuration has its own `openrouter:default`, and there is one keyring for all.
 */
async function moveToKeyring(account: string, profile: StoredProfile, keyring: Keyring | undefined): Promise<StoredProfile> {
  if (keyring === undefined) {
    throw new ConfigError("There is no keyring to put the key into.", {
      code: "config_io",
      hint: "Store it in the profile file, or as a reference to a variable.",
    });
  }
  if (profile.type !== "api_key" || profile.key === undefined) return profile;
  await keyring.set(account, profile.key);
  const { key: _key, ...rest } = profile;
  return { ...rest, metadata: { ...rest.metadata, keyring: account } };
}

function accountOf(profile: unknown): string | undefined {
  return readString(readObject(readObject(profile)?.["metadata"])?.["keyring"]);
}

/** What the file no longer names is of no use; a keyring that is away keeps it. */
async function forget(account: string, keyring: Keyring | undefined): Promise<void> {
  await keyring?.delete(account).catch(() => undefined);
}

async function withKeyringKeys(
  profiles: Readonly<Record<string, StoredProfile>>,
  keyring: Keyring,
): Promise<Readonly<Record<string, StoredProfile>>> {
  const entries = Object.entries(profiles).map(async ([id, profile]): Promise<readonly [string, StoredProfile]> => {
    const account = accountOf(profile);
    if (profile.type !== "api_key" || account === undefined || profile.key !== undefined) return [id, profile];
    const key = await keyring.get(account);
    return [id, key === undefined ? profile : { ...profile, key }];
  });
  return Object.fromEntries(await Promise.all(entries));
}
