import { ConfigError } from "@openclaw/core";
import { expectNoSecrets, plantedSecrets } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../parse-config.js";
import { readStoredProfiles } from "./profile.js";
import { type Credential, listCredentials, resolveCredentials, type ResolveCredentialsOptions } from "./resolve-credentials.js";

type Extra = Partial<Omit<ResolveCredentialsOptions, "config" | "environment">>;
const NOW = 1_800_000_000_000;

function options(text: string, env: Record<string, string>, extra: Extra): ResolveCredentialsOptions {
  const { config, environment } = parseConfig(text, { env });
  return { purpose: "chat", config, environment, nowMs: NOW, ...extra };
}
const shown = (found: readonly Credential[]): readonly string[] => found.map(({ label, secret }) => `${label} = ${secret.reveal()}`);
const keys = async (text: string, env: Record<string, string> = {}, extra: Extra = {}): Promise<readonly string[]> =>
  shown(await resolveCredentials(options(text, env, extra)));

const CONFIG = '{ models: { providers: { openrouter: { apiKey: "in-config" } } } }';
const SPEECH =
  '{ models: { providers: { openrouter: { apiKey: "in-config" } } }, messages: { tts: { providers: { openrouter: { apiKey: "in-tts" } } } } }';
const ENV = { OPENROUTER_API_KEY: "in-env" };
const profiles = readStoredProfiles({
  version: 1,
  profiles: { "openrouter:default": { type: "api_key", provider: "openrouter", key: "in-store" } },
});

describe("keys for chat, images, video, music and transcription", () => {
  it("come from flag, then profile, then environment, then configuration", async () => {
    // KEY-1
    const all = { profiles, flagKey: "by-flag" };
    expect(await keys(CONFIG, ENV, all)).toEqual(["flag:--api-key = by-flag"]);
    expect(await keys(CONFIG, ENV, { profiles })).toEqual(["profile:openrouter:default = in-store"]);
    expect(await keys(CONFIG, ENV)).toEqual(["env:OPENROUTER_API_KEY = in-env"]);
    expect(await keys(CONFIG)).toEqual(["config:models.providers.openrouter.apiKey = in-config"]);
  });

  it("the configuration's env block counts as environment", async () => {
    // KEY-1
    expect(
      await keys('{ env: { OPENROUTER_API_KEY: "in-block" }, models: { providers: { openrouter: { apiKey: "in-config" } } } }'),
    ).toEqual(["env:OPENROUTER_API_KEY = in-block"]);
  });

  it('auth: "api-key" puts the configured key before stored profiles', async () => {
    expect(await keys('{ models: { providers: { openrouter: { apiKey: "in-config", auth: "api-key" } } } }', ENV, { profiles })).toEqual([
      "config:models.providers.openrouter.apiKey = in-config",
    ]);
  });

  it("apiKey may be the id of a stored profile", async () => {
    const config = '{ models: { providers: { openrouter: { apiKey: "openrouter:default", auth: "api-key" } } } }';
    expect(await keys(config, {}, { profiles })).toEqual(["profile:openrouter:default = in-store"]);
  });

  it("environment keys rotate: list, single, suffixes; each once", async () => {
    // KEY-1
    const env = {
      OPENROUTER_API_KEYS: "a, b;c  a",
      OPENROUTER_API_KEY: "b",
      OPENROUTER_API_KEY_2: "d",
      OPENROUTER_API_KEY_1: "e",
      OPENROUTER_API_KEY_FILE: "/x",
    };
    expect(await keys("{}", env)).toEqual([
      "env:OPENROUTER_API_KEYS[0] = a",
      "env:OPENROUTER_API_KEYS[1] = b",
      "env:OPENROUTER_API_KEYS[2] = c",
      "env:OPENROUTER_API_KEY_1 = e",
      "env:OPENROUTER_API_KEY_2 = d",
    ]);
    expect(await keys("{}", { ...env, OPENCLAW_LIVE_OPENROUTER_KEY: "live" })).toEqual(["env:OPENCLAW_LIVE_OPENROUTER_KEY = live"]);
  });

  it("are all listed, with their places, for status", async () => {
    const all = await listCredentials(options(CONFIG, ENV, { profiles }));
    expect(all.map(({ origin }) => origin)).toEqual(["profile", "environment", "provider-config"]);
    expect(await listCredentials(options("{}", {}, {}))).toEqual([]);
  });
});

describe("keys for speech", () => {
  it("come from the speech settings, then the provider's, then environment, then profile", async () => {
    // KEY-2
    const speech = (text: string, env: Record<string, string> = {}, extra: Extra = {}) =>
      keys(text, env, { purpose: "speech", profiles, ...extra });
    expect(await speech(SPEECH, ENV, { flagKey: "by-flag" })).toEqual(["flag:--api-key = by-flag"]);
    expect(await speech(SPEECH, ENV)).toEqual(["config:tts.providers.openrouter.apiKey = in-tts"]);
    expect(await speech(CONFIG, ENV)).toEqual(["config:models.providers.openrouter.apiKey = in-config"]);
    expect(await speech("{}", ENV)).toEqual(["env:OPENROUTER_API_KEY = in-env"]);
    expect(await speech("{}")).toEqual(["profile:openrouter:default = in-store"]);
  });
});

describe("stored profiles", () => {
  const store = (ids: Record<string, object>, state?: object) =>
    readStoredProfiles(
      {
        profiles: Object.fromEntries(Object.entries(ids).map(([id, entry]) => [`openrouter:${id}`, { provider: "openrouter", ...entry }])),
      },
      state,
    );
  const key = (value: string): object => ({ type: "api_key", key: value });
  const order = async (text: string, stored: ReturnType<typeof store>): Promise<readonly string[]> =>
    (await keys(text, {}, { profiles: stored })).map((line) => line.split(" = ")[1] ?? "");

  it("without an explicit order: by type, then the one unused longest, resting ones last", async () => {
    const ids = { a: key("a"), b: key("b"), t: { type: "token", token: "t" }, o: { type: "oauth", access: "o" } };
    const usageStats = { "openrouter:a": { lastUsed: 2 }, "openrouter:b": { lastUsed: 1 }, "openrouter:t": { cooldownUntil: NOW + 5 } };
    expect(await order("{}", store(ids, { usageStats }))).toEqual(["o", "b", "a", "t"]);
  });

  it("a stored order beats auth.order, which beats auth.profiles", async () => {
    const ids = { a: key("a"), b: key("b"), c: key("c") };
    const text =
      '{ auth: { order: { openrouter: ["openrouter:b", "openrouter:a", "openrouter:gone"] }, profiles: { "openrouter:c": { provider: "openrouter" } } } }';
    expect(await order(text, store(ids, { order: { openrouter: ["openrouter:c"] } }))).toEqual(["c"]);
    expect(await order(text, store(ids))).toEqual(["b", "a"]);
    expect(await order('{ auth: { profiles: { "openrouter:c": { provider: "openrouter" } } } }', store(ids))).toEqual(["c"]);
  });

  it("one that was asked for is used alone, and missed loudly", async () => {
    const stored = store({ a: key("a"), b: key("b") });
    expect(await keys("{}", ENV, { profiles: stored, profile: "openrouter:b" })).toEqual(["profile:openrouter:b = b"]);
    await expect(keys("{}", ENV, { profiles: stored, profile: "openrouter:x" })).rejects.toMatchObject({
      code: "key_missing",
      hint: "Stored profiles: openrouter:a, openrouter:b.",
    });
  });

  it("expired tokens and unreadable entries are passed over", async () => {
    const stored = readStoredProfiles({
      profiles: {
        x: 1,
        y: { type: "api_key" },
        z: { type: "new-kind", provider: "openrouter" },
        other: { type: "api_key", provider: "anthropic", key: "no" },
        "openrouter:t": { type: "token", provider: "openrouter", token: "old", expires: NOW },
      },
    });
    expect(await keys("{}", ENV, { profiles: stored })).toEqual(["env:OPENROUTER_API_KEY = in-env"]);
  });

  it("a reference is authoritative: when it does not resolve, no other key is used", async () => {
    // KEY-3
    const stored = store({ a: { type: "api_key", keyRef: { source: "env", provider: "default", id: "MY_KEY" } } });
    expect(await keys("{}", { MY_KEY: "by-ref" }, { profiles: stored })).toEqual(["profile:openrouter:a = by-ref"]);
    await expect(keys("{}", ENV, { profiles: stored })).rejects.toThrow("the environment variable MY_KEY is not set");
  });
});

describe("no usable key", () => {
  it("is one line that names the flag, the variable and the command", async () => {
    // KEY-4
    const error = await keys("{}").catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ code: "key_missing" });
    const { message, hint } = error as ConfigError;
    expect(`${message} ${hint}`).toMatch(/Pass a key, set OPENROUTER_API_KEY, or store a profile\.$/);
    expect(`${message} ${hint}`).not.toContain("\n");
  });

  it("names the place of a malformed one without showing it", async () => {
    // KEY-6
    const secrets = plantedSecrets("malformed");
    const error = await keys("{}", { OPENROUTER_API_KEY: `${secrets.apiKey}\n${secrets.token}` }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "key_malformed", message: expect.stringContaining("env:OPENROUTER_API_KEY: ") });
    expectNoSecrets(error, secrets);
  });

  it("names the variable of a ${NAME} that is not set, also inside a longer text", async () => {
    // CFG-2
    for (const text of ["${NOPE}", "sk-${NOPE}-x", "$NOPE"]) {
      await expect(keys(`{ models: { providers: { openrouter: { apiKey: "${text}" } } } }`)).rejects.toThrow(
        "environment variable NOPE is not set",
      );
    }
  });
});
