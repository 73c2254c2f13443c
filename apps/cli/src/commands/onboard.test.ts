import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectNoSecrets, plantedSecrets, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { type Answers, scriptedPrompter as prompter } from "../testing/scripted-prompter.js";
import { testSandbox } from "../testing/test-sandbox.js";

const secrets = plantedSecrets("onboard");
const SCRIPTED = ["onboard", "--non-interactive", "--accept-risk"];

const filesOf = (home: string) => ({
  config: () => readFileSync(join(home, ".openclaw", "openclaw.json"), "utf8"),
  store: () => JSON.parse(readFileSync(join(home, ".openclaw", "agents", "main", "agent", "auth-profiles.json"), "utf8")) as unknown,
});

/** Where the live check goes; the key itself is given by flag. */
async function server(): Promise<Readonly<Record<string, string>>> {
  const { env } = await testSandbox();
  return { OPENROUTER_BASE_URL: env["OPENROUTER_BASE_URL"] ?? "" };
}

describe("onboard from flags", () => {
  it("stores the checked key in the profile store, never in the config, and makes openrouter/auto the default (CLI-1, KEY-3)", async () => {
    const home = tempDir();
    const env = await server();
    const { exitCode, stdout, stderr } = await runCli(
      [...SCRIPTED, "--auth-choice", "openrouter-api-key", "--openrouter-api-key", secrets.apiKey],
      { home, env },
    );
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^Key accepted: key ".*", no limit of its own.*\nUpdated ~\/\.openclaw\/openclaw\.json\n$/);
    const { config, store } = filesOf(home);
    expect(store()).toEqual({
      version: 1,
      profiles: { "openrouter:default": { type: "api_key", provider: "openrouter", key: secrets.apiKey } },
    });
    expect(config()).toContain('primary: "openrouter/auto"');
    expectNoSecrets(config() + stdout + stderr, secrets);
    expect(statSync(join(home, ".openclaw")).mode & 0o777).toBe(0o700);
    for (const file of ["openclaw.json", "agents/main/agent/auth-profiles.json"]) {
      expect(statSync(join(home, ".openclaw", file)).mode & 0o777).toBe(0o600);
    }
    expect((await runCli(["models", "--plain"], { home })).stdout).toBe("openrouter/auto\n");
  });

  it("writes the settings of the reference, for the parts that exist here (§3.1)", async () => {
    const home = tempDir();
    await runCli(
      [...SCRIPTED, "--openrouter-api-key", secrets.apiKey, "--skip-check", "--workspace", "~/work", "--gateway-port", "19000"],
      { home },
    );
    const get = async (path: string) => JSON.parse((await runCli(["config", "get", path, "--json"], { home })).stdout) as unknown;
    expect(await get("agents.defaults")).toMatchObject({
      workspace: "~/work",
      model: { primary: "openrouter/auto" },
      models: { "openrouter/auto": { alias: "OpenRouter" } },
    });
    expect(await get("auth")).toEqual({ profiles: { "openrouter:default": { provider: "openrouter", mode: "api_key" } } });
    expect(await get("gateway")).toMatchObject({ mode: "local", port: 19_000, bind: "loopback", auth: { mode: "token" } });
    expect(filesOf(home).config()).toMatch(/token: "[0-9a-f]{48}"/);
    expect(await get("plugins.entries.openrouter.enabled")).toBe(true);
    expect(await get("wizard")).toMatchObject({ lastRunCommand: "onboard", lastRunMode: "local" });
  });

  it("keeps what exists: model, fallbacks, aliases, gateway, comments (CLI-1)", async () => {
    const home = tempDir();
    mkdirSync(join(home, ".openclaw"));
    const before = `{
  // by hand
  agents: { defaults: { model: { primary: "openrouter/a/b", fallbacks: ["openrouter/c/d"] }, models: { "openrouter/a/b": { alias: "OpenRouter" } } } },
  gateway: { mode: "local", port: 20000, auth: { mode: "token", token: "${secrets.token}" } },
}
`;
    writeFileSync(join(home, ".openclaw", "openclaw.json"), before);
    expect((await runCli([...SCRIPTED, "--openrouter-api-key", secrets.apiKey, "--skip-check"], { home })).exitCode).toBe(0);
    const after = filesOf(home).config();
    for (const kept of ["// by hand", '"openrouter/a/b"', 'fallbacks: ["openrouter/c/d"]', "port: 20000", secrets.token])
      expect(after).toContain(kept);
    expect(after).not.toContain("openrouter/auto");
  });

  it("stores a reference to the variable, and nothing at all when it is not set (KEY-3, §3.1)", async () => {
    const home = tempDir();
    const argv = [...SCRIPTED, "--auth-choice", "openrouter-api-key", "--secret-input-mode", "ref", "--skip-check"];
    const unset = await runCli(argv, { home });
    expect(unset).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("OPENROUTER_API_KEY") as string });
    expect(readdirSync(home)).toEqual([]);
    expect((await runCli(argv, { home, env: { OPENROUTER_API_KEY: secrets.apiKey } })).exitCode).toBe(0);
    expect(filesOf(home).store()).toMatchObject({
      profiles: { "openrouter:default": { keyRef: { source: "env", provider: "default", id: "OPENROUTER_API_KEY" } } },
    });
    expectNoSecrets(JSON.stringify(filesOf(home).store()), secrets);
  });

  it("names the flag and the variable when there is no key, and writes nothing (KEY-4, §3.1)", async () => {
    const home = tempDir();
    const { exitCode, stdout, stderr } = await runCli(SCRIPTED, { home });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(/^openclaw: There is no OpenRouter API key.*--openrouter-api-key.*OPENROUTER_API_KEY.*\n$/);
    expect(readdirSync(home)).toEqual([]);
  });

  it("does not save a key that the server refuses (CLI-1)", async () => {
    const home = tempDir();
    const { exitCode, stderr } = await runCli([...SCRIPTED, "--openrouter-api-key", "sk-or-v1-invalid"], { home, env: await server() });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("User not found");
    expect(readdirSync(home)).toEqual([]);
  });

  it("saves with a warning when nobody can be asked (CLI-1)", async () => {
    const home = tempDir();
    const env = { OPENROUTER_BASE_URL: "http://127.0.0.1:1/api/v1" };
    const { exitCode, stderr } = await runCli([...SCRIPTED, "--openrouter-api-key", secrets.apiKey], { home, env });
    expect(exitCode).toBe(0);
    expect(stderr).toContain("could not be checked");
  });

  it.each([
    [["onboard", "--non-interactive"], 2, "--accept-risk"],
    [["onboard"], 2, "There is no terminal to ask on."],
    [[...SCRIPTED, "--openrouter-api-key", "two words"], 1, "The API key holds spaces"],
    [[...SCRIPTED, "--openrouter-api-key", ""], 1, "The API key is blank"],
    [[...SCRIPTED, "--auth-choice", "openrouter-oath"], 2, "--auth-choice cannot be"],
    [[...SCRIPTED, "--auth-choice", "custom"], 2, "--custom-base-url is missing"],
    [[...SCRIPTED, "--auth-choice", "custom", "--custom-base-url", "nonsense"], 1, "not an absolute URL"],
    [[...SCRIPTED, "--auth-choice", "skip", "--model", "kimi"], 1, "neither an alias nor a model reference"],
  ])("refuses %j with one message and writes nothing", async (argv, code, message) => {
    const home = tempDir();
    const { exitCode, stdout, stderr } = await runCli(argv, { home });
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(readdirSync(home)).toEqual([]);
  });

  it("answers scripts in the known shape (§3.1)", async () => {
    const { stdout } = await runCli([...SCRIPTED, "--auth-choice", "skip", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      mode: "local",
      authChoice: "skip",
      gateway: { port: 18_789, bind: "loopback", authMode: "token", tailscaleMode: "off" },
      installDaemon: false,
    });
  });

  it("sets up a server of one's own, and goes from the sandbox back to OpenRouter", async () => {
    const home = tempDir();
    const run = (...argv: string[]) => runCli([...SCRIPTED, "--skip-check", ...argv], { home });
    await run("--custom-base-url", "https://gateway.example/v1", "--custom-api-key", secrets.apiKey, "--custom-model-id", "acme/one");
    const baseUrl = async () => (await runCli(["config", "explain", "models.providers.openrouter.baseUrl", "--json"], { home })).stdout;
    expect(await baseUrl()).toContain("https://gateway.example/v1");
    expect((await runCli(["models", "--plain"], { home })).stdout).toBe("openrouter/acme/one\n");
    await run("--auth-choice", "sandbox");
    expect(await baseUrl()).toContain("http://127.0.0.1:18790/api/v1");
    await run("--auth-choice", "openrouter-api-key", "--openrouter-api-key", secrets.secondKey);
    expect(await baseUrl()).toContain("https://openrouter.ai/api/v1");
  });

  it("stores no credential for a config that may not be written (CLI-1)", async () => {
    const home = tempDir();
    const env = { OPENCLAW_CONFIG_READONLY: "1" };
    const { exitCode, stderr } = await runCli([...SCRIPTED, "--openrouter-api-key", secrets.apiKey, "--skip-check"], { home, env });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("OPENCLAW_CONFIG_READONLY");
    expect(readdirSync(home)).toEqual([]);
  });

  it("takes the credential back when the config cannot be written: nothing is left half-done (CLI-1)", async () => {
    const home = tempDir();
    // A folder where the file belongs.
    mkdirSync(join(home, ".openclaw", "openclaw.json"), { recursive: true });
    const { exitCode } = await runCli([...SCRIPTED, "--openrouter-api-key", secrets.apiKey, "--skip-check"], { home });
    expect(exitCode).toBe(1);
    expect(existsSync(join(home, ".openclaw", "agents", "main", "agent", "auth-profiles.json"))).toBe(false);
  });
});

describe("onboard on a terminal", () => {
  it("shows label, limit and balance of the key before it saves anything (CLI-1)", async () => {
    const home = tempDir();
    const shown: string[] = [];
    const answers = {
      "What you ask": true,
      "How do you": "openrouter-api-key",
      "Enter OpenRouter": secrets.apiKey,
      "Which model": "search",
      Model: "openrouter/moonshotai/kimi-k2.6",
    };
    const { exitCode, stdout } = await runCli(["onboard"], { home, env: await server(), prompter: prompter(answers, shown) });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(shown.some((text) => /^Accepted: key ".*", no limit of its own, used \$0, balance \$100\.00$/.test(text))).toBe(true);
    expect((await runCli(["models", "--plain"], { home })).stdout).toBe("openrouter/moonshotai/kimi-k2.6\n");
    expectNoSecrets(shown.join("\n"), secrets);
  });

  it.each(["What you ask", "How do you", "Enter OpenRouter", "Which model"])(
    "writes nothing when it is left at %j (CLI-1)",
    async (question) => {
      const home = tempDir();
      const all: Answers = {
        "What you ask": true,
        "How do you": "openrouter-api-key",
        "Enter OpenRouter": secrets.apiKey,
        "Which model": "auto",
      };
      const answers = Object.fromEntries(Object.entries(all).filter(([start]) => start !== question));
      const { exitCode, stderr } = await runCli(["onboard"], { home, env: await server(), prompter: prompter(answers) });
      expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: "Setup was left; nothing was written.\n" });
      expect(readdirSync(home)).toEqual([]);
    },
  );

  it("offers the key that is stored and the one in the environment, and asks no question that a flag answers (CLI-1)", async () => {
    const home = tempDir();
    const env = { ...(await server()), OPENROUTER_API_KEY: secrets.apiKey };
    const shown: string[] = [];
    const first = prompter({ "Which key": "ref" }, shown);
    const argv = ["onboard", "--accept-risk", "--auth-choice", "openrouter-api-key", "--model", "openrouter/auto"];
    expect((await runCli(argv, { home, env, prompter: first })).exitCode).toBe(0);
    expect(shown.filter((text) => text.endsWith("?"))).toEqual(["Which key?"]);
    const again = prompter({ "Which key": "keep", "Which model": "keep" });
    expect(
      (await runCli(["onboard", "--accept-risk", "--auth-choice", "openrouter-api-key"], { home, env, prompter: again })).exitCode,
    ).toBe(0);
    expect(JSON.stringify(filesOf(home).store())).toContain("keyRef");
  });
});
