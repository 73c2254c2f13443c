import { createRequire } from "node:module";
import { ConfigError } from "@openclaw/core";
import type { Keyring } from "./profile-store.js";

const SERVICE = "openclaw";
// Without this, a Linux without a Secret Service would keep the key in the kernel's memory, and lose it with the next start.
const OPTIONS = { linux: { store: "secret-service" } } as const;
// A locked keyring asks its owner for a password first.
const ANSWER_MS = 120_000;
const PROBE_MS = 3_000;
const PROBE_ACCOUNT = "probe";

interface Entry {
  getPassword(): Promise<string | null | undefined>;
  setPassword(secret: string): Promise<void>;
  deletePassword(): Promise<unknown>;
}

/** What is used of the package; here so that nothing but this file knows it. */
export interface KeyringModule {
  readonly AsyncEntry: new (service: string, account: string, options: typeof OPTIONS) => Entry;
}

/**
 * The operating system's own store of secrets (Keychain, Credential Manager, the Secret Service of GNOME, KDE or KeePassXC), by way of the
 * optional package `@napi-rs/keyring`, which is loaded when a key is put there or taken from there (KEY-3).
 *
 * All three throw a ConfigError `config_io` when there is no keyring, it stays locked, or the package is not installed.
 */
export function createSystemKeyring(load: () => KeyringModule = loadPackage): Keyring {
  const ask = async <Value>(account: string, work: (entry: Entry) => Promise<Value>): Promise<Value> => {
    const { AsyncEntry } = loaded(load);
    try {
      return await inTime(work(new AsyncEntry(SERVICE, account, OPTIONS)), ANSWER_MS);
    } catch (cause) {
      throw new ConfigError("No keyring of the operating system can be used: none answers, or it is locked.", {
        code: "config_io",
        hint: `Unlock it, or start one; a machine without a desktop session has none. ${ELSEWHERE}`,
        cause,
      });
    }
  };
  return {
    get: async (account) => (await ask(account, (entry) => entry.getPassword())) ?? undefined,
    set: (account, secret) => ask(account, (entry) => entry.setPassword(secret)),
    delete: async (account) => void (await ask(account, (entry) => entry.deletePassword())),
  };
}

/** Whether a keyring answers, without changing anything in it: for offering it, and for saying in time that there is none. */
export async function keyringAnswers(keyring: Keyring): Promise<boolean> {
  try {
    await inTime(keyring.get(PROBE_ACCOUNT), PROBE_MS);
    return true;
  } catch {
    return false;
  }
}

const ELSEWHERE = "Or keep the key elsewhere: in the profile file, for your eyes only, or as a reference to OPENROUTER_API_KEY.";

/** Optional and native: found beside the program when it was installed there, never part of a bundle. */
function loadPackage(): KeyringModule {
  const require = createRequire(import.meta.url);
  return require("@napi-rs/keyring") as KeyringModule;
}

function loaded(load: () => KeyringModule): KeyringModule {
  try {
    return load();
  } catch (cause) {
    throw new ConfigError("No keyring of the operating system can be used: the optional package @napi-rs/keyring is not installed.", {
      code: "config_io",
      hint: `Install it: npm install @napi-rs/keyring. ${ELSEWHERE}`,
      cause,
    });
  }
}

async function inTime<Value>(work: Promise<Value>, limitMs: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
