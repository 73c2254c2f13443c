import { chmodSync, linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "@openclaw/core";
import { expectNoSecrets, plantedSecrets, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import type { SecretRef } from "../../secrets/secret-types.js";
import { activateSecrets } from "../../secrets/activate-secrets.js";
import { resolveTargets } from "../../targets/resolve-targets.js";
import { loadConfig, type LoadedConfig } from "../load/load-config.js";
import { createNodeSecretResolver, loadAllCredentials, loadCredentials } from "./load-credentials.js";
import { type Keyring, openProfileStore } from "./profile-store.js";

const secrets = plantedSecrets("refs");

async function loadWith(config: object, env: Record<string, string> = {}): Promise<LoadedConfig> {
  const home = tempDir();
  mkdirSync(join(home, ".openclaw"));
  writeFileSync(join(home, ".openclaw", "openclaw.json"), JSON.stringify(config));
  return loadConfig({ env: { HOME: home, ...env }, cwd: home });
}
async function resolveRef(ref: SecretRef, providers: object = {}, env: Record<string, string> = {}): Promise<string> {
  const loaded = await loadWith({ secrets: { providers } }, env);
  return (await createNodeSecretResolver(loaded)(ref, "test.path")).reveal();
}
function privateFile(text: string): string {
  const path = join(tempDir(), "secrets.json");
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}
function script(text: string, mode = 0o700): string {
  const path = join(tempDir(), "resolver");
  writeFileSync(path, `#!${process.execPath}\n${text}`);
  chmodSync(path, mode);
  return path;
}
const REPLY = `let input = ""; process.stdin.on("data", (chunk) => (input += chunk)).on("end", () => {
  const { protocolVersion, provider, ids } = JSON.parse(input);
  process.stdout.write(JSON.stringify({ protocolVersion, values: Object.fromEntries(ids.map((id) => [id, [provider, id, process.env.PASSED, process.env.HOME ?? "no-home", process.env.OWN].join("|")])) }));
});`;

// KEY-3
describe("references to environment variables", () => {
  it("resolve by the default provider, and only what an allowlist names", async () => {
    const ref: SecretRef = { source: "env", id: "MY_KEY" };
    expect(await resolveRef(ref, {}, { MY_KEY: secrets.apiKey })).toBe(secrets.apiKey);
    await expect(resolveRef(ref)).rejects.toThrow("the environment variable MY_KEY is not set");
    const limited = { default: { source: "env", allowlist: [] } };
    await expect(resolveRef(ref, limited, { MY_KEY: "x" })).rejects.toThrow("allowlist does not name MY_KEY");
    await expect(resolveRef({ ...ref, provider: "vault" }, {}, { MY_KEY: "x" })).rejects.toThrow("secrets.providers.vault is not set up");
  });
});

// KEY-3
describe("references to files", () => {
  const JSON_TEXT = JSON.stringify({ "a/b": { "c~d": [secrets.apiKey] }, number: 5 });
  const read = (path: string, id: string, more: object = {}) =>
    resolveRef({ source: "file", provider: "box", id }, { box: { source: "file", path, ...more } });

  it("read one value of a JSON file by pointer, or a whole file", async () => {
    expect(await read(privateFile(JSON_TEXT), "/a~1b/c~0d/0")).toBe(secrets.apiKey);
    expect(await read(privateFile(`${secrets.token}\n`), "value", { mode: "singleValue" })).toBe(secrets.token);
    await expect(read(privateFile(JSON_TEXT), "/number")).rejects.toThrow("no text at /number");
    await expect(read(privateFile("x"), "/a")).rejects.toThrow("it is not JSON");
  });

  it("are refused when the file is not private, linked, too large, missing or no file", async () => {
    const open = privateFile(JSON_TEXT);
    chmodSync(open, 0o640);
    await expect(read(open, "/number")).rejects.toThrow("others can read it");
    const linked = privateFile(JSON_TEXT);
    symlinkSync(linked, `${linked}.sym`);
    await expect(read(`${linked}.sym`, "/number")).rejects.toThrow("symbolic link");
    linkSync(linked, `${linked}.hard`);
    await expect(read(linked, "/number")).rejects.toThrow("hard link");
    await expect(read(privateFile(JSON_TEXT), "/number", { maxBytes: 4 })).rejects.toThrow("larger than 4 bytes");
    await expect(read("/nonexistent/x", "/number")).rejects.toThrow("does not exist");
    await expect(read("relative", "/number")).rejects.toThrow("not absolute");
    await expect(read(tempDir(), "/number")).rejects.toThrow("not a regular file");
    expect(await read(open, "/a~1b/c~0d/0", { allowInsecurePath: true })).toBe(secrets.apiKey);
  });
});

// KEY-3
describe("references to commands", () => {
  const ask = (command: string, more: object = {}, env: Record<string, string> = {}) =>
    resolveRef({ source: "exec", provider: "vault", id: "team/key#1" }, { vault: { source: "exec", command, ...more } }, env);

  it("speak the protocol, with only the variables that are named", async () => {
    const more = { passEnv: ["PASSED", "UNSET"], env: { OWN: "own" } };
    expect(await ask(script(REPLY), more, { PASSED: "passed", NOT_PASSED: "x" })).toBe("vault|team/key#1|passed|no-home|own");
  });

  it("may print plain text when told so", async () => {
    const plain = script('console.log("plain-value")');
    expect(await ask(plain, { jsonOnly: false })).toBe("plain-value");
    await expect(ask(plain)).rejects.toThrow("not a reply of protocol version 1");
  });

  it("are refused by path, link, folder and rights", async () => {
    await expect(ask("resolver")).rejects.toThrow("not absolute");
    const command = script(REPLY);
    symlinkSync(command, `${command}.link`);
    await expect(ask(`${command}.link`)).rejects.toThrow("symbolic link");
    await expect(ask(command, { trustedDirs: ["/usr/bin"] })).rejects.toThrow("outside trustedDirs");
    await expect(ask(script(REPLY, 0o722))).rejects.toThrow("others can change the command");
    await expect(ask("/nonexistent/x")).rejects.toThrow("cannot be used");
  });

  it("are refused with a sentence where the system will not start them at all", async () => {
    const tooLong = "x".repeat(3_000_000);
    await expect(ask(script(REPLY), { args: [tooLong] })).rejects.toThrow("it could not be started (E2BIG)");
    await expect(ask(script(REPLY), { args: ["\0"] })).rejects.toThrow("it could not be started (its arguments)");
  });

  it("are cut off when slow, silent, loud or failing, and their output is never repeated", async () => {
    const leak = `console.error(${JSON.stringify(secrets.apiKey)}); process.stdout.write(${JSON.stringify(secrets.apiKey)});`;
    const failures = await Promise.all(
      [
        ask(script("setInterval(() => {}, 1000)"), { timeoutMs: 100 }),
        ask(script("setInterval(() => {}, 1000)"), { noOutputTimeoutMs: 100 }),
        ask(script(`process.stdout.write("x".repeat(5000)); ${leak} setInterval(() => {}, 1000)`), { maxOutputBytes: 1000 }),
        ask(script(`${leak} process.exit(3)`)),
        ask(
          script(
            `process.stdin.resume(); process.stdout.write(JSON.stringify({ protocolVersion: 1, errors: { "team/key#1": { code: "NOT_FOUND", message: ${JSON.stringify(secrets.apiKey)} } } }))`,
          ),
        ),
        ask(script('process.stdout.write(JSON.stringify({ protocolVersion: 1, values: { "team/key#1": "  " } }))')),
      ].map((work) =>
        work.then(
          () => new Error("resolved"),
          (error: unknown) => error as Error,
        ),
      ),
    );
    expect(failures.map(({ message }) => message.replace(/^.*: /, ""))).toEqual([
      "it took longer than 100 ms.",
      "it printed nothing for 100 ms.",
      "it printed more than 1000 bytes.",
      "it ended with exit code 3.",
      "it reports NOT_FOUND for team/key#1.",
      "exec:vault:team/key#1 is blank.",
    ]);
    // KEY-6
    expectNoSecrets(failures, secrets);
  });

  it("are asked once: the answer is a snapshot", async () => {
    const counter = join(tempDir(), "count");
    const command = script(`require("node:fs").appendFileSync(${JSON.stringify(counter)}, "x"); ${REPLY}`);
    const loaded = await loadWith({ secrets: { providers: { vault: { source: "exec", command } } } });
    const resolve = createNodeSecretResolver(loaded);
    const ref: SecretRef = { source: "exec", provider: "vault", id: "k" };
    await Promise.all([resolve(ref, "a"), resolve(ref, "b")]);
    await resolve(ref, "c");
    expect(readFileSync(counter, "utf8")).toBe("x");
  });
});

describe("activateSecrets", () => {
  it("resolves the headers of the provider, and leaves what is not used alone", async () => {
    const ref = { source: "env", provider: "default", id: "HEADER" };
    const broken = { source: "env", provider: "default", id: "MISSING" };
    const loaded = await loadWith(
      { models: { providers: { openrouter: { headers: { "X-Team": ref, "X-Plain": "p" } } } }, gateway: { auth: { token: broken } } },
      { HEADER: secrets.token },
    );
    const resolve = createNodeSecretResolver(loaded);
    const credentials = [{ secret: new Secret("k"), label: "given", origin: "flag" as const }];
    expect(() => resolveTargets({ config: loaded.config, kind: "chat", credentials })).toThrow("has not been resolved");
    const config = await activateSecrets(loaded.config, resolve, ["provider"]);
    expect(resolveTargets({ config, kind: "chat", credentials }).targets[0]?.headers).toEqual({ "X-Team": secrets.token, "X-Plain": "p" });
    await expect(activateSecrets(loaded.config, resolve, ["gateway"])).rejects.toThrow("gateway.auth.token cannot be resolved");
  });
});

// KEY-3
describe("the profile store", () => {
  const profile = { type: "api_key", provider: "openrouter", key: secrets.apiKey } as const;

  it("keeps OpenClaw's own file as it is, and its own entries private", async () => {
    const agentDir = join(tempDir(), "agents", "main", "agent");
    const store = openProfileStore({ agentDir });
    expect((await store.read()).profiles).toEqual({});
    await store.save("openrouter:default", profile);
    const file = JSON.parse(readFileSync(store.path, "utf8")) as object;
    expect(file).toEqual({ version: 1, profiles: { "openrouter:default": profile } });
    expect([statSync(store.path).mode & 0o777, statSync(agentDir).mode & 0o777]).toEqual([0o600, 0o700]);
    writeFileSync(store.path, JSON.stringify({ ...file, version: 1, custom: { kept: true }, profiles: { x: { type: "new", a: 1 } } }));
    await store.save("openrouter:work", {
      type: "api_key",
      provider: "openrouter",
      keyRef: { source: "env", provider: "default", id: "OPENROUTER_API_KEY" },
    });
    expect(JSON.parse(readFileSync(store.path, "utf8"))).toMatchObject({
      custom: { kept: true },
      profiles: { x: { type: "new", a: 1 }, "openrouter:work": { keyRef: { source: "env" } } },
    });
    expect(await store.remove("openrouter:work")).toBe(true);
    expect(await store.remove("openrouter:work")).toBe(false);
  });

  it("loses nothing when several are saved at once, and remembers an order", async () => {
    const store = openProfileStore({ agentDir: tempDir() });
    await Promise.all(["a", "b", "c", "d"].map((name) => store.save(name, profile)));
    await store.setOrder("openrouter", ["b", "a"]);
    const { profiles, order } = await store.read();
    expect([Object.keys(profiles).toSorted(), order]).toEqual([["a", "b", "c", "d"], { openrouter: ["b", "a"] }]);
    await store.setOrder("openrouter", undefined);
    expect((await store.read()).order).toEqual({});
  });

  it("never replaces a file that it cannot read", async () => {
    const store = openProfileStore({ agentDir: tempDir() });
    writeFileSync(store.path, '{"profiles": {');
    await expect(store.read()).rejects.toMatchObject({ code: "config_invalid" });
    await expect(store.save("x", profile)).rejects.toThrow("not a JSON object");
    expect(readFileSync(store.path, "utf8")).toBe('{"profiles": {');
  });

  const memoryKeyring = (kept: Map<string, string>): Keyring => ({
    get: async (account) => kept.get(account),
    set: async (account, secret) => void kept.set(account, secret),
    delete: async (account) => void kept.delete(account),
  });

  it("puts a key into a keyring when asked, and takes it from there (KEY-3)", async () => {
    const kept = new Map<string, string>();
    const keyring = memoryKeyring(kept);
    const agentDir = tempDir();
    const store = openProfileStore({ agentDir, keyring });
    await store.save("openrouter:default", profile, { inKeyring: true });
    expectNoSecrets(readFileSync(store.path, "utf8"), secrets);
    expect([...kept]).toEqual([[`openrouter:default in ${agentDir}`, secrets.apiKey]]);
    expect((await store.read()).profiles["openrouter:default"]).toMatchObject({ key: secrets.apiKey });
    await store.remove("openrouter:default");
    expect(kept.size).toBe(0);
    await expect(openProfileStore({ agentDir }).save("x", profile, { inKeyring: true })).rejects.toMatchObject({ code: "config_io" });
  });

  it("keeps the keys of two configurations apart in one keyring, and leaves none behind that went back to the file", async () => {
    const kept = new Map<string, string>();
    const [home, work] = [tempDir(), tempDir()].map((agentDir) => openProfileStore({ agentDir, keyring: memoryKeyring(kept) }));
    await home!.save("openrouter:default", profile, { inKeyring: true });
    await work!.save("openrouter:default", { ...profile, key: secrets.secondKey }, { inKeyring: true });
    expect((await home!.read()).profiles["openrouter:default"]).toMatchObject({ key: secrets.apiKey });
    await home!.save("openrouter:default", profile);
    expect([...kept.values()]).toEqual([secrets.secondKey]);
    expect((await home!.read()).profiles["openrouter:default"]).toEqual(profile);
  });

  it("need not be readable where a key is given on the command line", async () => {
    const loaded = await loadWith({});
    mkdirSync(loaded.agentDir, { recursive: true });
    writeFileSync(join(loaded.agentDir, "auth-profiles.json"), "broken");
    await expect(loadCredentials(loaded, { purpose: "chat" })).rejects.toMatchObject({ code: "config_invalid" });
    const found = await loadCredentials(loaded, { purpose: "chat", flagKey: secrets.apiKey });
    expect(found.map(({ origin, secret }) => [origin, secret.reveal()])).toEqual([["flag", secrets.apiKey]]);
  });

  it("is where loadCredentials finds a key, and nothing printed shows it", async () => {
    const loaded = await loadWith({});
    await openProfileStore(loaded).save("openrouter:default", profile);
    const found = await loadCredentials(loaded, { purpose: "chat" });
    expect(found.map(({ label, secret }) => [label, secret.reveal()])).toEqual([["profile:openrouter:default", secrets.apiKey]]);
    expect(await loadAllCredentials(loaded, { purpose: "speech" })).toHaveLength(1);
    // KEY-6
    expectNoSecrets(JSON.stringify({ found, loaded: loaded.config }), secrets);
  });
});
