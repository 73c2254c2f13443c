import { createRequire } from "node:module";
import type { Keyring } from "@openclaw/config/node";
import { ConfigError } from "@openclaw/core";

const SERVICE = "openclaw";
// Optional and native: found beside the program when it was installed there, never part of the bundle.
const PACKAGE = "@napi-rs/keyring";

interface Entry {
  getPassword(): Promise<string | undefined>;
  setPassword(secret: string): Promise<void>;
  deletePassword(): Promise<unknown>;
}

type Module = { readonly AsyncEntry: new (service: string, account: string) => Entry };

/** The operating system's key store by way of an optional package, loaded when a profile needs it (KEY-3). */
export function createKeyring(load: () => Promise<Module> = async () => createRequire(import.meta.url)(PACKAGE) as Module): Keyring {
  const entry = async (account: string): Promise<Entry> => {
    let module: Module;
    try {
      module = await load();
    } catch (cause) {
      throw new ConfigError("The operating system's keyring cannot be reached: the package @napi-rs/keyring is not installed.", {
        code: "config_io",
        hint: "Install it beside openclaw (npm install -g @napi-rs/keyring), or store the key without --keyring.",
        cause,
      });
    }
    return new module.AsyncEntry(SERVICE, account);
  };
  const asked = async <Value>(work: Promise<Value>): Promise<Value> => {
    try {
      return await work;
    } catch (cause) {
      throw new ConfigError("The operating system's keyring refused.", {
        code: "config_io",
        hint: "Unlock it, or store the key without --keyring. Without a desktop session there often is none.",
        cause,
      });
    }
  };
  return {
    get: async (account) => (await asked((await entry(account)).getPassword())) ?? undefined,
    set: async (account, secret) => asked((await entry(account)).setPassword(secret)),
    delete: async (account) => void (await asked((await entry(account)).deletePassword())),
  };
}
