import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Keyring } from "@openclaw/config/node";
import { expectNoSecrets, plantedSecrets, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { scriptedPrompter } from "../testing/scripted-prompter.js";
import { testSandbox } from "../testing/test-sandbox.js";

const secrets = plantedSecrets("keyring");
const SCRIPTED = ["onboard", "--non-interactive", "--accept-risk", "--skip-check"];
const IN_KEYRING = ["--secret-input-mode", "keyring"];

function memoryKeyring(): { readonly kept: Map<string, string>; readonly keyring: Keyring } {
  const kept = new Map<string, string>();
  const keyring: Keyring = {
    get: async (account) => kept.get(account),
    set: async (account, secret) => void kept.set(account, secret),
    delete: async (account) => void kept.delete(account),
  };
  return { kept, keyring };
}

const storeOf = (home: string): string => readFileSync(join(home, ".openclaw", "agents", "main", "agent", "auth-profiles.json"), "utf8");

describe("a key in the operating system's keyring (KEY-3)", () => {
  it("is put there by onboarding, used by a question, listed, and forgotten by logout; no file has it", async () => {
    const { sandbox } = await testSandbox();
    const home = tempDir();
    const { kept, keyring } = memoryKeyring();
    const options = { home, keyring, env: { OPENROUTER_BASE_URL: sandbox.baseUrl } };
    const run = await runCli([...SCRIPTED, ...IN_KEYRING, "--openrouter-api-key", secrets.apiKey], options);
    expect(run.exitCode, run.stderr).toBe(0);
    expect(run.stdout).toContain("kept in this computer's keyring");
    expect([...kept.values()]).toEqual([secrets.apiKey]);
    expectNoSecrets(storeOf(home) + readFileSync(join(home, ".openclaw", "openclaw.json"), "utf8") + run.stdout + run.stderr, secrets);
    expect((await runCli(["chat", "echo: hi"], { ...options, stdin: "" })).stdout).toBe("hi\n");
    expect((await runCli(["models", "auth", "list"], options)).stdout).toBe("openrouter:default  api_key  keyring\n");
    expect((await runCli(["models", "auth", "logout"], options)).exitCode).toBe(0);
    expect(kept.size).toBe(0);
  });

  it("moves there from the file and back, and leaves nothing in the place it left", async () => {
    const home = tempDir();
    const { kept, keyring } = memoryKeyring();
    const run = (...argv: string[]) => runCli([...SCRIPTED, ...argv], { home, keyring });
    await run("--openrouter-api-key", secrets.apiKey);
    expect(storeOf(home)).toContain(secrets.apiKey);
    await run(...IN_KEYRING);
    expect([...kept.values()]).toEqual([secrets.apiKey]);
    expectNoSecrets(storeOf(home), secrets);
    await run("--openrouter-api-key", secrets.secondKey, "--secret-input-mode", "plaintext");
    expect(storeOf(home)).toContain(secrets.secondKey);
    expect(kept.size).toBe(0);
  });

  it("is where the config says that keys go, unless a flag says otherwise", async () => {
    const home = tempDir();
    const { kept, keyring } = memoryKeyring();
    await runCli(["config", "set", "auth.keyring", "true"], { home });
    const login = ["models", "auth", "login", "--method", "api-key", "--skip-check"];
    expect((await runCli(login, { home, keyring, stdin: secrets.apiKey })).exitCode).toBe(0);
    expect([...kept.values()]).toEqual([secrets.apiKey]);
    await runCli([...login, "--secret-input-mode", "plaintext"], { home, keyring, stdin: secrets.apiKey });
    expect(kept.size).toBe(0);
  });

  it("is refused in one line that names the other ways where no keyring answers, and nothing is written", async () => {
    const home = tempDir();
    const onboard = await runCli([...SCRIPTED, ...IN_KEYRING, "--openrouter-api-key", secrets.apiKey], { home });
    const login = await runCli(["models", "auth", "login", "--method", "api-key", ...IN_KEYRING], { home, stdin: secrets.apiKey });
    for (const { exitCode, stdout, stderr } of [onboard, login]) {
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
      expect(stderr).toMatch(/^openclaw: No keyring .*\n$/);
    }
    expect(readdirSync(home)).toEqual([]);
  });

  it("is offered to a person only where one answers; where it was asked for and none answers, the file is", async () => {
    const { sandbox } = await testSandbox();
    const env = { OPENROUTER_BASE_URL: sandbox.baseUrl };
    const argv = ["onboard", "--accept-risk", "--auth-choice", "openrouter-api-key", "--model", "openrouter/auto"];
    const { kept, keyring } = memoryKeyring();
    const answers = { "Enter OpenRouter": secrets.apiKey, "Where should": "keyring" };
    const offered = await runCli(argv, { env, home: tempDir(), keyring, prompter: scriptedPrompter(answers) });
    expect(offered.exitCode, offered.stderr).toBe(0);
    expect(kept.size).toBe(1);

    const home = tempDir();
    const instead = scriptedPrompter({ "Enter OpenRouter": secrets.apiKey, "No keyring answers": true });
    expect((await runCli([...argv, ...IN_KEYRING], { env, home, prompter: instead })).exitCode).toBe(0);
    expect(storeOf(home)).toContain(secrets.apiKey);
    const left = await runCli([...argv, ...IN_KEYRING], { env, prompter: scriptedPrompter({ "No keyring answers": false }) });
    expect(left.exitCode).toBe(130);
  });

  it("can be that of models auth login, which also stores a reference to the variable", async () => {
    const { sandbox } = await testSandbox();
    const home = tempDir();
    const { kept, keyring } = memoryKeyring();
    const env = { OPENROUTER_BASE_URL: sandbox.baseUrl };
    const login = ["models", "auth", "login", "--method", "api-key"];
    await runCli([...login, ...IN_KEYRING, "--profile-id", "openrouter:work"], { home, env, keyring, stdin: secrets.apiKey });
    expect([...kept.keys()]).toEqual([expect.stringMatching(/^openrouter:work in .*agent$/)]);
    const ref = [...login, "--secret-input-mode", "ref"];
    expect((await runCli(ref, { home, env, keyring })).exitCode).toBe(1);
    expect((await runCli(ref, { home, env: { ...env, OPENROUTER_API_KEY: secrets.apiKey }, keyring })).exitCode).toBe(0);
    expect(storeOf(home)).toContain('"keyRef"');
    expectNoSecrets(storeOf(home), secrets);
    expect((await runCli(["models", "auth", "login", "--secret-input-mode", "ref"], { home, env, keyring })).exitCode).toBe(2);
  });
});
