import { describe, expect, it, vi } from "vitest";
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
      message: "No keyring of the operating system can be used: the optional package @napi-rs/keyring is not installed.",
      hint: "Install it: npm install @napi-rs/keyring. Or keep the key elsewhere: in the profile file, for your eyes only, or as a reference to OPENROUTER_API_KEY.",
      cause: { message: "Cannot find module" },
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

  /** A keyring whose answer comes when its owner has typed the password, if ever. */
  function lockedModule() {
    const asked: string[] = [];
    class AsyncEntry {
      getPassword = async () => new Promise<null>(() => asked.push("get"));
      setPassword = async () => new Promise<void>(() => asked.push("set"));
      deletePassword = async () => new Promise<boolean>(() => asked.push("delete"));
    }
    return { asked, module: { AsyncEntry } };
  }

  it("waits two minutes for its owner's password, and three seconds when it is only asked whether it is there", async () => {
    vi.useFakeTimers();
    try {
      const { asked, module } = lockedModule();
      const keyring = createSystemKeyring(() => module);
      const ended: unknown[] = [];
      const [getting, probing] = [keyring.get("a").catch((error: unknown) => ended.push(error)), keyringAnswers(keyring)];
      void probing.then((answers) => ended.push(answers));
      await vi.advanceTimersByTimeAsync(2999);
      expect(ended).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(ended).toEqual([false]);
      await vi.advanceTimersByTimeAsync(116_999);
      expect(ended).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(1);
      await getting;
      expect(ended[1]).toMatchObject({
        code: "config_io",
        message: "No keyring of the operating system can be used: none answers, or it is locked.",
        hint: expect.stringMatching(
          /^Unlock it, or start one; a machine without a desktop session has none\. Or keep the key elsewhere/,
        ) as string,
        cause: { message: "no answer in 120000 ms" },
      });
      expect(asked).toEqual(["get", "get"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("leaves no clock running behind an answer", async () => {
    vi.useFakeTimers();
    try {
      const keyring = createSystemKeyring(() => memoryModule(new Map()));
      await keyring.set("a", "secret");
      expect(await keyringAnswers(keyring)).toBe(true);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
