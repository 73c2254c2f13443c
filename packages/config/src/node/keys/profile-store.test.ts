import { existsSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expectNoSecrets, plantedSecrets, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { type Keyring, openProfileStore } from "./profile-store.js";

const secrets = plantedSecrets("profiles");
const PROFILE = { type: "api_key", provider: "openrouter", key: secrets.apiKey } as const;
const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

function memoryKeyring(kept: Map<string, string>): Keyring {
  return {
    get: async (account) => kept.get(account),
    set: async (account, secret) => void kept.set(account, secret),
    delete: async (account) => void kept.delete(account),
  };
}

// KEY-3
describe("the files of the profile store", () => {
  it("are read where they lie, nothing is made before something is kept", async () => {
    const agentDir = join(tempDir(), "agent");
    const store = openProfileStore({ agentDir });
    expect(store.path).toBe(join(agentDir, "auth-profiles.json"));
    expect(await store.read()).toEqual({ profiles: {}, order: {}, usage: {} });
    expect(existsSync(agentDir)).toBe(false);
  });

  it("are one for profiles and one for the order, which keeps the other providers' orders", async () => {
    const store = openProfileStore({ agentDir: tempDir() });
    await store.save("openrouter:default", PROFILE);
    const statePath = join(dirname(store.path), "auth-state.json");
    writeFileSync(statePath, '{ "usageStats": { "openrouter:default": { "lastUsed": 5 } }, "order": { "other": ["o"] } }');
    await store.setOrder("openrouter", ["openrouter:default"]);
    expect(json(statePath)).toEqual({
      version: 1,
      usageStats: { "openrouter:default": { lastUsed: 5 } },
      order: { other: ["o"], openrouter: ["openrouter:default"] },
    });
    await store.setOrder("openrouter", undefined);
    expect((await store.read()).order).toEqual({ other: ["o"] });
    expect((await store.read()).usage).toEqual({ "openrouter:default": { lastUsed: 5 } });
    expect(json(store.path)).toEqual({ version: 1, profiles: { "openrouter:default": PROFILE } });
  });

  it("keep a version that is already there, and end in a line break", async () => {
    const store = openProfileStore({ agentDir: tempDir() });
    writeFileSync(store.path, '{ "version": 2, "profiles": { "gone": { "type": "api_key" }, "stays": { "type": "new" } } }');
    expect(await store.remove("gone")).toBe(true);
    expect(readFileSync(store.path, "utf8")).toBe(
      '{\n  "version": 2,\n  "profiles": {\n    "stays": {\n      "type": "new"\n    }\n  }\n}\n',
    );
    await store.remove("stays");
    expect(json(store.path)).toEqual({ version: 2, profiles: {} });
  });

  it("are written behind a link, which stays", async () => {
    const agentDir = tempDir();
    const target = join(agentDir, "vault.json");
    symlinkSync(target, join(agentDir, "auth-profiles.json"));
    const store = openProfileStore({ agentDir });
    for (const key of ["sk-or-v1-SYNTHETICone", "sk-or-v1-SYNTHETICtwo"]) {
      await store.save("openrouter:default", { type: "api_key", provider: "openrouter", key });
      expect(lstatSync(join(agentDir, "auth-profiles.json")).isSymbolicLink()).toBe(true);
      expect(readFileSync(target, "utf8")).toContain(key);
    }
  });

  it("may be blank", async () => {
    const store = openProfileStore({ agentDir: tempDir() });
    writeFileSync(store.path, " \n");
    await store.save("a", PROFILE);
    expect(json(store.path)).toEqual({ version: 1, profiles: { a: PROFILE } });
  });

  it("are never replaced when they hold something else; the error says what to do", async () => {
    const store = openProfileStore({ agentDir: tempDir() });
    writeFileSync(store.path, "[]");
    await expect(store.setOrder("openrouter", []).then(async () => store.read())).rejects.toMatchObject({
      code: "config_invalid",
      message: `${store.path} is not a JSON object.`,
      hint: "Correct it, or move it away and store the key again.",
    });
    expect(readFileSync(store.path, "utf8")).toBe("[]");
  });
});

// KEY-3
describe("a key in a keyring", () => {
  const inKeyring = { inKeyring: true };

  it("leaves a note of its account in the file, beside the notes that are there", async () => {
    const kept = new Map<string, string>();
    const agentDir = tempDir();
    const store = openProfileStore({ agentDir, keyring: memoryKeyring(kept) });
    await store.save("work", { ...PROFILE, metadata: { team: "red" } }, inKeyring);
    const account = `work in ${agentDir}`;
    expect(json(store.path)).toEqual({
      version: 1,
      profiles: { work: { type: "api_key", provider: "openrouter", metadata: { team: "red", keyring: account } } },
    });
    expect(kept.get(account)).toBe(secrets.apiKey);
    expectNoSecrets(readFileSync(store.path, "utf8"), secrets);
  });

  it("stays there when the profile is saved into it again, with the new key", async () => {
    const kept = new Map<string, string>();
    const store = openProfileStore({ agentDir: tempDir(), keyring: memoryKeyring(kept) });
    await store.save("work", PROFILE, inKeyring);
    await store.save("work", { ...PROFILE, key: secrets.secondKey }, inKeyring);
    expect([...kept.values()]).toEqual([secrets.secondKey]);
    expect((await store.read()).profiles["work"]).toMatchObject({ key: secrets.secondKey });
  });

  it("is only asked for where the file has none", async () => {
    const asked: string[] = [];
    const keyring: Keyring = { ...memoryKeyring(new Map()), get: async (account) => void asked.push(account) };
    const store = openProfileStore({ agentDir: tempDir(), keyring });
    const profiles = {
      plain: PROFILE,
      both: { ...PROFILE, metadata: { keyring: "both" } },
      gone: { type: "api_key", provider: "openrouter", metadata: { keyring: "gone" } },
      token: { type: "token", provider: "openrouter", token: "t", metadata: { keyring: "token" } },
      reference: { type: "api_key", provider: "openrouter", keyRef: { source: "env", id: "KEY" } },
    };
    writeFileSync(store.path, JSON.stringify({ profiles }));
    const read = await store.read();
    expect(asked).toEqual(["gone"]);
    expect(read.profiles["gone"]).toStrictEqual(profiles.gone);
    expect(read.profiles["both"]).toEqual(profiles.both);
    expect((await openProfileStore({ agentDir: dirname(store.path) }).read()).profiles["gone"]).toEqual(profiles.gone);
  });

  it("is not what a profile without a key is kept by", async () => {
    const kept = new Map<string, string>();
    const store = openProfileStore({ agentDir: tempDir(), keyring: memoryKeyring(kept) });
    const token = { type: "token", provider: "openrouter", token: secrets.token } as const;
    const reference = { type: "api_key", provider: "openrouter", keyRef: { source: "env", id: "KEY" } } as const;
    await store.save("token", token, inKeyring);
    await store.save("reference", reference, inKeyring);
    expect(json(store.path)).toEqual({ version: 1, profiles: { token, reference } });
    expect(kept.size).toBe(0);
  });

  it("cannot be kept where there is no keyring, and the file stays as it is", async () => {
    const store = openProfileStore({ agentDir: tempDir() });
    await expect(store.save("x", PROFILE, inKeyring)).rejects.toMatchObject({
      code: "config_io",
      message: "There is no keyring to put the key into.",
      hint: "Store it in the profile file, or as a reference to a variable.",
    });
    expect(existsSync(store.path)).toBe(false);
  });

  it("may outlive its profile when the keyring is away: removing the profile works all the same", async () => {
    const agentDir = tempDir();
    const kept = new Map<string, string>();
    await openProfileStore({ agentDir, keyring: memoryKeyring(kept) }).save("work", PROFILE, inKeyring);
    const away: Keyring = { ...memoryKeyring(kept), delete: async () => Promise.reject(new Error("locked")) };
    expect(await openProfileStore({ agentDir, keyring: away }).remove("work")).toBe(true);
    expect(await openProfileStore({ agentDir }).remove("work")).toBe(false);
    expect(kept.size).toBe(1);
  });
});
