import { describe, expect, it } from "vitest";
import { createSystemKeyring, type KeyringModule, keyringAnswers } from "./system-keyring.js";

/** The package's own shape: `null` where there is nothing. */
function memoryModule(kept: Map<string, string>): KeyringModule {
  class AsyncEntry {
    readonly #name: string;
    constructor(service: string, account: string, { linux }: { readonly linux: { readonly store: string } }) {
      this.#name = `${linux.store}/${service}/${account}`;
    }
    getPassword = async () => kept.get(this.#name) ?? null;
    setPassword = async (secret: string) => void kept.set(this.#name, secret);
    deletePassword = async () => kept.delete(this.#name);
  }
  return { AsyncEntry };
}

describe("the operating system's keyring (KEY-3)", () => {
  it("keeps, gives back and forgets; on Linux only in a store that outlives a restart", async () => {
    const kept = new Map<string, string>();
    const keyring = createSystemKeyring(() => memoryModule(kept));
    await keyring.set("a", "secret");
    expect([...kept.keys()]).toEqual(["secret-service/openclaw/a"]);
    expect(await keyring.get("a")).toBe("secret");
    await keyring.delete("a");
    expect(await keyring.get("a")).toBeUndefined();
    expect(await keyringAnswers(keyring)).toBe(true);
  });

  it("says in one sentence that the package is not installed, and where else the key can be kept", async () => {
    const keyring = createSystemKeyring(() => {
      throw new Error("Cannot find module");
    });
    expect(await keyringAnswers(keyring)).toBe(false);
    await expect(keyring.get("a")).rejects.toMatchObject({
      code: "config_io",
      message: expect.stringContaining("@napi-rs/keyring is not installed") as string,
      hint: expect.stringContaining("Or keep the key elsewhere") as string,
    });
  });

  it("says the same of a keyring that is not there or stays locked, without the words of the system", async () => {
    class AsyncEntry {
      constructor() {
        throw new Error("Platform failure: DBus error");
      }
      declare getPassword: () => Promise<null>;
      declare setPassword: () => Promise<void>;
      declare deletePassword: () => Promise<boolean>;
    }
    const keyring = createSystemKeyring(() => ({ AsyncEntry }));
    expect(await keyringAnswers(keyring)).toBe(false);
    const error = await keyring.set("a", "secret").catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("none answers, or it is locked");
    expect(String(error)).not.toContain("DBus");
  });
});
