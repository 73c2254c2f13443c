import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectNoSecrets, plantedSecrets, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

function homeWith(config: string): { readonly home: string; readonly file: string; readonly read: () => string } {
  const home = tempDir();
  mkdirSync(join(home, ".openclaw"));
  const file = join(home, ".openclaw", "openclaw.json");
  writeFileSync(file, config);
  return { home, file, read: () => readFileSync(file, "utf8") };
}

describe("models set", () => {
  it("writes the default model, keeps fallbacks and comments, and says so (CLI-1, CFG-6)", async () => {
    const { home, read } = homeWith(
      '{\n  // mine\n  agents: { defaults: { model: { primary: "openrouter/auto", fallbacks: ["openrouter/a/b"] } } },\n}\n',
    );
    const { exitCode, stdout, stderr } = await runCli(["models", "set", "openrouter/moonshotai/kimi-k2.6"], { home });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: "Default model: openrouter/moonshotai/kimi-k2.6\n",
      stderr: "Updated ~/.openclaw/openclaw.json\n",
    });
    expect(read()).toContain("// mine");
    expect(read()).toContain('fallbacks: ["openrouter/a/b"]');
    expect((await runCli(["models", "status", "--plain"], { home })).stdout).toBe("openrouter/moonshotai/kimi-k2.6\n");
  });

  it("takes an alias (REF-1)", async () => {
    const { home } = homeWith("{}");
    await runCli(["models", "aliases", "add", "kimi", "openrouter/moonshotai/kimi-k2.6"], { home });
    expect((await runCli(["models", "set", "KIMI"], { home })).stdout).toBe("Default model: openrouter/moonshotai/kimi-k2.6\n");
  });

  it.each(["kimi", "foo/bar", "", "openrouter/a b"])("refuses %j and writes nothing (REF-1)", async (ref) => {
    const { home, read } = homeWith("{ /* as it was */ }");
    const { exitCode, stdout, stderr } = await runCli(["models", "set", ref], { home });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(read()).toBe("{ /* as it was */ }");
  });

  it("writes the models that make images and videos in the spelling that the file has (CFG-3)", async () => {
    const page = homeWith("{}");
    await runCli(["models", "set-image", "openrouter/google/gemini-3.1-flash-image-preview"], page);
    expect((await runCli(["models", "set-video", "openrouter/google/veo-3.1-fast"], page)).stdout).toBe(
      "Video generation model: openrouter/google/veo-3.1-fast\n",
    );
    expect(page.read()).toContain("imageGenerationModel");
    expect(page.read()).toContain("videoGenerationModel");

    const newer = homeWith("{ agents: { defaults: { mediaModels: { image: { timeoutMs: 5 } } } } }");
    await runCli(["models", "set-image", "openrouter/a/painter"], newer);
    expect(newer.read()).not.toContain("imageGenerationModel");
    expect((await runCli(["models", "set-image", "openrouter/a/eyes", "--for", "seeing"], newer)).stdout).toBe(
      "Image model: openrouter/a/eyes\n",
    );
  });
});

describe("models aliases and fallbacks", () => {
  it("adds, lists and removes aliases with the known messages (§3.2)", async () => {
    const { home } = homeWith("{}");
    const run = (...argv: string[]) => runCli(["models", "aliases", ...argv], { home });
    expect((await run("list")).stdout).toBe("Aliases (0):\n- none\n");
    expect((await run("add", "sonnet", "openrouter/anthropic/claude-sonnet-4.6")).stdout).toBe(
      "Alias sonnet -> openrouter/anthropic/claude-sonnet-4.6\n",
    );
    expect((await run("add", "Sonnet", "openrouter/auto")).stderr).toContain(
      "Alias Sonnet already points to openrouter/anthropic/claude-sonnet-4.6.",
    );
    expect(await run("add", "a b", "openrouter/auto")).toMatchObject({
      exitCode: 2,
      stderr: "openclaw: Alias must use letters, numbers, dots, underscores, colons, or dashes.\n",
    });
    expect(JSON.parse((await run("list", "--json")).stdout)).toEqual({ aliases: { sonnet: "openrouter/anthropic/claude-sonnet-4.6" } });
    expect((await run("remove", "sonnet")).exitCode).toBe(0);
    expect(await run("remove", "sonnet")).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("Alias not found: sonnet") as string,
    });
  });

  it("keeps fallbacks in order, adds none twice, and clears them (§3.2)", async () => {
    const { home } = homeWith("{}");
    const run = (...argv: string[]) => runCli(["models", "fallbacks", ...argv], { home });
    await run("add", "openrouter/a/one");
    await run("add", "openrouter/a/two");
    expect((await run("add", "openrouter/a/one")).stdout).toBe("Fallbacks (2):\n- openrouter/a/one\n- openrouter/a/two\n");
    expect(JSON.parse((await run("remove", "openrouter/a/one", "--json")).stdout)).toEqual({ fallbacks: ["openrouter/a/two"] });
    expect(await run("remove", "openrouter/a/one")).toMatchObject({ exitCode: 1 });
    expect((await run("clear")).stdout).toBe("Fallbacks (0):\n- none\n");
  });
});

describe("models status and list", () => {
  it("names every place a key was found in and shows no key (KEY-6, §3.2)", async () => {
    const secrets = plantedSecrets("status");
    const { home } = homeWith("{}");
    const env = { OPENROUTER_API_KEY: secrets.apiKey, OPENROUTER_API_KEYS: secrets.secondKey };
    for (const extra of [[], ["--json"]]) {
      const { exitCode, stdout, stderr } = await runCli(["models", ...extra], { home, env });
      expect(exitCode).toBe(0);
      expect(stdout).toContain("env:OPENROUTER_API_KEY");
      expectNoSecrets(stdout + stderr, secrets);
    }
  });

  it("answers scripts in the known shape (§3.2)", async () => {
    const { home, file } = homeWith('{ agents: { defaults: { model: { primary: "openrouter/auto", fallbacks: ["openrouter/a/b"] } } } }');
    expect(JSON.parse((await runCli(["models", "status", "--json"], { home })).stdout)).toMatchObject({
      configPath: file,
      defaultModel: "openrouter/auto",
      resolvedDefault: "openrouter/auto",
      fallbacks: ["openrouter/a/b"],
      aliases: {},
      auth: { missingProvidersInUse: ["openrouter"], providers: [{ provider: "openrouter", effective: { kind: "missing" } }] },
    });
  });

  it("tells by its exit code whether there is a key (§3.2)", async () => {
    expect((await runCli(["models", "status", "--check"])).exitCode).toBe(1);
    expect(
      (await runCli(["models", "status", "--check"], { env: { OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICcheckNotARealKey" } })).exitCode,
    ).toBe(0);
  });

  it("asks the server about each key with --probe", async () => {
    const { env } = await testSandbox();
    const good = await runCli(["models", "status", "--probe"], { env });
    expect(good).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/ok {2}env:OPENROUTER_API_KEY: key ".*", no limit of its own/) as string,
    });
    const bad = await runCli(["models", "status", "--probe"], { env: { ...env, OPENROUTER_API_KEY: "sk-or-v1-invalid" } });
    expect(bad).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("refused") as string });
    // A server that cannot be reached has refused nothing.
    const away = await runCli(["models", "status", "--probe"], { env: { ...env, OPENROUTER_BASE_URL: "http://127.0.0.1:1/api/v1" } });
    expect(away).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/ {2}not known {2}env:\S+ Could not reach/) as string });
    // A terminal would cut the reason in the middle of a word.
    const narrow = { env: { ...env, OPENROUTER_API_KEY: "sk-or-v1-invalid", NO_COLOR: "1" }, terminal: true, columns: 60 };
    const { stdout } = await runCli(["models", "status", "--probe"], narrow);
    expect(stdout).toMatch(/ {2}refused {2}env:OPENROUTER_API_KEY: \S+ answered\n {4}HTTP 401: User not found\./);
  });

  it("lists the models in use first, with context and price, and all of them when asked (CLI-2)", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const few = await runCli(["models", "list"], { env, home });
    expect(few.stdout.split("\n")[0]).toMatch(/^Model +Input +Ctx +\$\/M in +\$\/M out +Auth +Tags$/);
    expect(few.stdout.split("\n")[1]).toMatch(/^openrouter\/auto .*default/);
    const all = JSON.parse((await runCli(["models", "list", "--all", "--json"], { env, home })).stdout) as {
      count: number;
      models: { key: string }[];
    };
    expect(all.count).toBe(all.models.length);
    expect(all.count).toBeGreaterThan(10);
    expect(all.models[0]).toMatchObject({ key: "openrouter/auto", local: false, available: true, tags: ["default"], missing: false });
    expect(existsSync(join(home, ".openclaw", "cache"))).toBe(true);
  });

  it("filters by author, price, abilities and words, and says when nothing is left", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const list = async (...argv: string[]) =>
      (await runCli(["models", "list", "--plain", ...argv], { env, home })).stdout.split("\n").filter((line) => line !== "");
    expect(await list("--provider", "anthropic")).toSatisfy(
      (keys: string[]) => keys.length > 0 && keys.every((key) => key.startsWith("openrouter/anthropic/")),
    );
    expect(await list("kimi", "k2.6")).toEqual(["openrouter/moonshotai/kimi-k2.6"]);
    expect((await list("--output", "video")).length).toBeGreaterThan(0);
    expect((await list("--max-price", "0.000001", "--provider", "anthropic")).length).toBe(0);
    expect((await runCli(["models", "list", "no-such-thing"], { env, home })).stdout).toBe("No models found.\n");
  });

  it("lists bundled models with a warning when nothing can be reached (REF-2)", async () => {
    const { exitCode, stdout, stderr } = await runCli(["models", "list", "--plain", "--base-url", "http://127.0.0.1:1"]);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: "openrouter/auto\nopenrouter/moonshotai/kimi-k2.6\nopenrouter/moonshotai/kimi-k2.5\n",
    });
    expect(stderr).toMatch(/^warning: The model catalogue could not be fetched: .*\n$/);
  });

  it("fits a narrow terminal without breaking a row", async () => {
    const { env } = await testSandbox();
    const { stdout } = await runCli(["models", "list", "--all"], { env: { ...env, NO_COLOR: "1" }, terminal: true, columns: 40 });
    expect(stdout.split("\n").filter((line) => line.length > 40)).toEqual([]);
  });
});

describe("config", () => {
  it("says where the file is, on a terminal with ~ and into a pipe whole (§3.5)", async () => {
    const home = tempDir();
    expect((await runCli(["config", "file"], { home, terminal: true })).stdout).toBe("~/.openclaw/openclaw.json\n");
    expect((await runCli(["config", "file"], { home })).stdout).toBe(`${home}/.openclaw/openclaw.json\n`);
    expect((await runCli(["config", "file"], { home, env: { OPENCLAW_CONFIG_PATH: "/etc/claw.json" } })).stdout).toBe("/etc/claw.json\n");
    expect((await runCli(["config", "file", "--config", "mine.json"], { home, cwd: home })).stdout).toBe(`${home}/mine.json\n`);
  });

  it("sets JSON5 values, text where it is none, and gets them back (CFG-6, §3.5)", async () => {
    const { home, read } = homeWith("{\n  // kept\n  agents: { defaults: {} },\n}\n");
    const set = (...argv: string[]) => runCli(["config", "set", ...argv], { home });
    expect(await set("agents.defaults.thinkingDefault", "high")).toMatchObject({
      exitCode: 0,
      stdout: "Updated agents.defaults.thinkingDefault.\n",
      stderr: 'Updated ~/.openclaw/openclaw.json\n+ agents.defaults.thinkingDefault: "high"\n',
    });
    await set("agents.defaults.imageGenerationModel.timeoutMs", "180_000");
    await set('agents.defaults.models["openrouter/auto"]', "{ alias: 'any' }");
    expect(read()).toContain("// kept");
    expect((await runCli(["config", "get", 'agents.defaults.models["openrouter/auto"].alias'], { home })).stdout).toBe("any\n");
    expect((await runCli(["config", "get", "agents.defaults.mediaModels.image.timeoutMs"], { home })).stdout).toBe("180000\n");
    expect(JSON.parse((await runCli(["config", "get", "agents", "--json"], { home })).stdout)).toMatchObject({
      defaults: { thinkingDefault: "high" },
    });
    expect((await runCli(["config", "unset", "agents.defaults.thinkingDefault"], { home })).stdout).toBe(
      "Removed agents.defaults.thinkingDefault.\n",
    );
    expect(await runCli(["config", "get", "agents.defaults.thinkingDefault"], { home })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("Config path not found: agents.defaults.thinkingDefault") as string,
    });
    // Nothing was there: that it "already says so" would be the other way round.
    expect(await runCli(["config", "unset", "agents.defaults.thinkingDefault"], { home })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^openclaw: Config path not found: .*\n$/) as string,
    });
  });

  it.each([
    [["agents.defaults.thinkingDefault", "hihg"], /thinkingDefault: .*(allowed|Did you mean)/],
    [["agents.defaults.bogusKey", "1"], /bogusKey/],
    [["agents.defaults.thinkingDefault", "hihg", "--strict-json"], /The value is not JSON5 \(value:1:1: /],
    [["agents.defaults.model", '{primary:"openrouter/auto",'], /The value is not JSON5 \(value:1:1: .* never closed\)/],
    [["agents.defaults.params.note", " [1, 2"], /The value is not JSON5 .*never closed/],
    [["agents.defaults.model.primary", "gpt5"], /agents\.defaults\.model\.primary: Neither an alias nor a model reference/],
    [["agents.defaults.thinkingDefault"], /<value> is missing/],
    [[], /<path> is missing/],
    [["a..b", "1"], /not a config path/],
    [["--batch-json", "{}"], /The batch is not a JSON list/],
  ])("refuses %j and leaves the file as it is (CFG-6)", async (argv, message) => {
    const { home, read } = homeWith("{ /* as it was */ }");
    const { exitCode, stdout, stderr } = await runCli(["config", "set", ...argv], { home });
    expect(exitCode).not.toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
    expect(read()).toBe("{ /* as it was */ }");
  });

  it("writes several values at once, references to secrets, and nothing on a dry run (§3.5)", async () => {
    const { home, read } = homeWith("{}");
    const batch = JSON.stringify([
      { path: "agents.defaults.thinkingDefault", value: "low" },
      { path: "models.providers.openrouter.apiKey", ref: { source: "env", provider: "default", id: "WORK_KEY" } },
    ]);
    await runCli(["config", "set", "--batch-json", batch, "--dry-run"], { home });
    expect(read()).toBe("{}");
    expect((await runCli(["config", "set", "--batch-json", batch], { home })).exitCode).toBe(0);
    expect(read()).toContain("WORK_KEY");
    await runCli(["config", "set", "tts.providers.openrouter.apiKey", "--ref-source", "env", "--ref-id", "SPEECH_KEY"], { home });
    expect(read()).toContain("SPEECH_KEY");
  });

  it("shows no secret, wherever one stands (CFG-7, KEY-6)", async () => {
    const secrets = plantedSecrets("config");
    const { home } = homeWith(
      `{ env: { OPENROUTER_API_KEY: "${secrets.apiKey}" }, models: { providers: { openrouter: { apiKey: "${secrets.secondKey}" } } }, gateway: { auth: { token: "${secrets.token}" } } }`,
    );
    for (const argv of [
      ["config", "get", "models"],
      ["config", "get", "env"],
      ["config", "get", "gateway"],
      ["config", "explain"],
      ["config", "explain", "--json"],
      ["models"],
      ["config", "validate", "--json"],
    ]) {
      const { exitCode, stdout, stderr } = await runCli(argv, { home });
      expect(exitCode).toBe(0);
      expectNoSecrets(stdout + stderr, secrets);
    }
    const { stderr, stdout } = await runCli(["config", "set", "models.providers.openrouter.apiKey", secrets.password], { home });
    expectNoSecrets(stdout + stderr, secrets);
  });

  it("explains every value by flag, variable, line of the file, or default (CFG-7)", async () => {
    const { home } = homeWith('{\n  agents: { defaults: { thinkingDefault: "high" } },\n}\n');
    const { stdout } = await runCli(["config", "explain"], { home, env: { OPENROUTER_BASE_URL: "https://gateway.example/v1" } });
    expect(stdout).toMatch(/agents\.defaults\.thinkingDefault +"high" +.*openclaw\.json:2/);
    expect(stdout).toMatch(/models\.providers\.openrouter\.baseUrl +"https:\/\/gateway\.example\/v1" +environment OPENROUTER_BASE_URL/);
    expect(stdout).toMatch(/tts\.maxTextLength +4096 +default/);
  });

  it("validates with one line an issue, with its place (CFG-4)", async () => {
    expect((await runCli(["config", "validate"])).stdout).toBe(
      "Config valid: ~/.openclaw/openclaw.json (there is no such file; the defaults hold)\n",
    );
    const broken = homeWith('{\n  agents: { defaults: { thinkingDefalt: "high" } },\n  gateway: { port: "x" },\n}\n');
    const { exitCode, stdout, stderr } = await runCli(["config", "validate"], broken);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(/Config invalid: ~\/\.openclaw\/openclaw\.json\n {2}2:\d+ .*thinkingDefalt.*thinkingDefault/s);
    expect(stderr).toMatch(/3:\d+ .*gateway\.port/);
    const json = JSON.parse((await runCli(["config", "validate", "--json"], broken)).stdout) as {
      valid: boolean;
      issues: { path: string; line: number }[];
    };
    expect(json.valid).toBe(false);
    expect(json.issues.map(({ path, line }) => [path, line])).toEqual([
      [expect.stringContaining("agents.defaults") as string, 2],
      ["gateway.port", 3],
    ]);
  });

  it.each([
    ["config", "get", "agents"],
    ["chat", "hi"],
    ["models", "set", "openrouter/auto"],
  ])("stops %s %s at a syntax error with its line and column (CFG-2)", async (...argv) => {
    const { home, file } = homeWith("{\n  agents: { defaults: }\n}\n");
    const { exitCode, stdout, stderr } = await runCli(argv, { home });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(`${file}:2:23`);
  });

  it("prints the schema (CFG-8)", async () => {
    expect(JSON.parse((await runCli(["config", "schema"])).stdout)).toMatchObject({
      type: "object",
      properties: { agents: expect.anything() as unknown },
    });
  });

  it("says that a home which cannot be written cannot be, and writes nothing", async () => {
    const home = join(tempDir(), "file");
    writeFileSync(home, "");
    const { exitCode, stdout, stderr } = await runCli(["models", "set", "openrouter/auto"], { home, cwd: "/" });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(/^openclaw: .+\n$/);
    expect(stderr).not.toContain("    at ");
  });
});

describe("references to secrets", () => {
  it("resolves them in headers when a request is made, and shows none (CFG-5, KEY-3, KEY-6)", async () => {
    const secrets = plantedSecrets("header");
    const { env, sandbox } = await testSandbox();
    const { home } = homeWith(
      '{ models: { providers: { openrouter: { headers: { "X-Team": { source: "env", provider: "default", id: "TEAM" } } } } } }',
    );
    const { exitCode, stdout, stderr } = await runCli(["chat", "hello", "--verbose"], { home, env: { ...env, TEAM: secrets.token } });
    expect(exitCode).toBe(0);
    expect(sandbox.requests.at(-1)!.headers["x-team"]).toBe(secrets.token);
    expectNoSecrets(stdout + stderr, secrets);
    const missing = await runCli(["chat", "hello"], { home, env });
    expect(missing).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("TEAM is not set") as string });
  });
});

describe("what is said of a mistake", () => {
  it("says that half a ref is no router that is known, and saves it (CLI-2)", async () => {
    const run = await runCli(["models", "set", "openrouter/anthropic"], { env: { OPENROUTER_BASE_URL: "http://127.0.0.1:1/api/v1" } });
    expect(run.exitCode).toBe(0);
    expect(run.stderr).toContain("openrouter/anthropic is no router that is known");
  });

  it("tells each problem of a config once, below a short headline", async () => {
    const home = tempDir();
    mkdirSync(join(home, ".openclaw"), { recursive: true });
    writeFileSync(join(home, ".openclaw", "openclaw.json"), '{ agents: { defaults: { thinkingDefault: "loud", bogus: 1 } } }');
    const run = await runCli(["models", "list"], { home });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toBe("");
    expect(run.stderr).toContain("Config validation failed: 2 problems.");
    expect(run.stderr.split("thinkingDefault")).toHaveLength(2);
  });
});
