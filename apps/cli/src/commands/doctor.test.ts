import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectNoSecrets, INSTALLED_CONFIG, INSTALLED_MOVES, plantedSecrets, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

const DAY_MS = 86_400_000;
const KEY = "sk-or-v1-SYNTHETICdoctorNotARealKey000";

function homeWith(config: string): string {
  const home = tempDir();
  mkdirSync(join(home, ".openclaw"), { mode: 0o700 });
  writeFileSync(join(home, ".openclaw", "openclaw.json"), config, { mode: 0o600 });
  return home;
}

interface Report {
  readonly ok: boolean;
  readonly checksRun: readonly string[];
  readonly checksSkipped: readonly string[];
  readonly findings: readonly { readonly checkId: string; readonly severity: string; readonly message: string; readonly fixed: boolean }[];
}

const read = (text: string) => JSON.parse(text) as Report;

describe("doctor", () => {
  it("finds nothing wrong where nothing is (CLI-2)", async () => {
    const { env } = await testSandbox();
    const { exitCode, stdout } = await runCli(["doctor", "--json"], { env });
    expect(exitCode).toBe(0);
    const report = read(stdout);
    expect(report).toMatchObject({ ok: true, checksSkipped: [] });
    expect(report.findings.filter(({ severity }) => severity !== "info")).toEqual([]);
  });

  it("has nothing to say of a configuration that onboarding has just written (CLI-1)", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    await runCli(["onboard", "--non-interactive", "--accept-risk"], { env, home });
    expect(await runCli(["doctor"], { env, home })).toMatchObject({ exitCode: 0, stdout: "Everything is as it should be.\n" });
  });

  it("names a missing key, a refused one and a server that is not there, each with what to do (KEY-4)", async () => {
    const { env } = await testSandbox();
    const find = async (variables: Record<string, string>) =>
      read((await runCli(["doctor", "--json"], { env: variables })).stdout)
        .findings.filter(({ severity }) => severity !== "info")
        .map(({ checkId }) => checkId);
    expect(await find({ OPENROUTER_BASE_URL: env["OPENROUTER_BASE_URL"] ?? "" })).toEqual(["auth.key"]);
    expect(await find({ ...env, OPENROUTER_API_KEY: "sk-or-v1-invalid" })).toEqual(["auth.accepted"]);
    expect(await find({ ...env, OPENROUTER_BASE_URL: "http://127.0.0.1:1/api/v1" })).toEqual(["auth.accepted", "catalog.reachable"]);
  });

  it("goes on with a config that cannot be used, and shows no secret of it (CFG-4, KEY-6)", async () => {
    const secrets = plantedSecrets("doctor");
    const home = tempDir();
    mkdirSync(join(home, ".openclaw"), { mode: 0o700 });
    writeFileSync(
      join(home, ".openclaw", "openclaw.json"),
      `{ env: { OPENROUTER_API_KEY: "${secrets.apiKey}" }, agents: { defalts: {} } }`,
      { mode: 0o600 },
    );
    const { exitCode, stdout, stderr } = await runCli(["doctor", "--offline"], { home });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/error ~\/\.openclaw\/openclaw\.json:1: .*defalts/);
    expectNoSecrets(stdout + stderr, secrets);
  });

  it("mends permissions with --fix, and only then (CLI-2)", async () => {
    const home = tempDir();
    const file = join(home, ".openclaw", "openclaw.json");
    mkdirSync(join(home, ".openclaw"), { mode: 0o700 });
    writeFileSync(file, "{}");
    chmodSync(file, 0o644);
    const offline = ["doctor", "--offline", "--json"];
    const env = { OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICdoctorNotARealKey" };
    expect(read((await runCli(offline, { home, env })).stdout)).toMatchObject({
      checksSkipped: ["auth.accepted", "catalog.reachable", "models.known", "clock"],
      findings: [{ checkId: "state.permissions", severity: "warning", fixed: false }],
    });
    expect(statSync(file).mode & 0o777).toBe(0o644);
    await runCli([...offline, "--fix"], { home, env });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(read((await runCli(offline, { home, env })).stdout).findings).toEqual([]);
  });

  it("takes unknown keys out with --fix, and loses no comment (CFG-6)", async () => {
    const home = tempDir();
    const file = join(home, ".openclaw", "openclaw.json");
    mkdirSync(join(home, ".openclaw"), { mode: 0o700 });
    writeFileSync(
      file,
      '{\n  // keep me\n  agents: { defaults: { bogus: 1, thinkingDefault: "low" } }, // and me\n  nonsense: { a: 1 },\n}\n',
      { mode: 0o600 },
    );
    expect(
      (await runCli(["doctor", "--offline"], { home, env: { OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICcliNotARealKey000000" } })).exitCode,
    ).toBe(1);
    const run = await runCli(["doctor", "--offline", "--fix"], {
      home,
      env: { OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICcliNotARealKey000000" },
    });
    expect(run.exitCode, run.stdout + run.stderr).toBe(0);
    const text = readFileSync(file, "utf8");
    expect(text).toContain("// keep me");
    expect(text).toContain("// and me");
    expect(text).not.toMatch(/bogus|nonsense/);
    expect((await runCli(["config", "validate"], { home })).exitCode).toBe(0);
  });

  it("names a proxy that is none", async () => {
    const { env } = await testSandbox();
    const { stdout } = await runCli(["doctor", "--json", "--offline"], { env: { ...env, HTTPS_PROXY: "not a proxy" } });
    expect(read(stdout).findings.map(({ checkId }) => checkId)).toContain("network.proxy");
  });

  it("names a model that the catalogue does not have, with what may be meant, and replaces none (CLI-2)", async () => {
    const { env } = await testSandbox();
    const config = `{ agents: { defaults: { model: { primary: "openrouter/anthropic/claude-sonet-4.6", fallbacks: ["openrouter/auto"] } } } }`;
    const home = homeWith(config);
    const { exitCode, stdout } = await runCli(["doctor", "--json", "--fix"], { env, home });
    const findings = read(stdout).findings.filter(({ checkId }) => checkId === "models.known");
    expect(findings).toMatchObject([{ severity: "warning", fixed: false }]);
    expect(findings[0]?.message).toMatch(/^agents\.defaults\.model\.primary: .*Did you mean .*claude-sonnet-4\.6/);
    expect(exitCode).toBe(0);
    expect(readFileSync(join(home, ".openclaw", "openclaw.json"), "utf8")).toBe(config);
  });

  it("says that the stored catalogue is old, and renews it with --fix (CLI-2)", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    await runCli(["models", "list", "--refresh"], { env, home });
    const now = () => Date.now() + 8 * DAY_MS;
    const find = async (...argv: string[]) =>
      read((await runCli(["doctor", "--json", "--offline", ...argv], { env, home, now })).stdout).findings.filter(
        ({ checkId }) => checkId === "catalog.fresh",
      );
    expect(await find()).toMatchObject([{ severity: "warning", fixed: false, message: expect.stringContaining("8 days old") as string }]);
    expect(await find("--fix")).toMatchObject([{ fixed: true }]);
  });

  it("says that the clock is off (CLI-2)", async () => {
    const { env } = await testSandbox();
    const now = () => Date.now() - 600_000;
    const { stdout } = await runCli(["doctor", "--json"], { env, now });
    const clock = read(stdout).findings.find(({ checkId }) => checkId === "clock");
    expect(clock?.message).toMatch(/^The clock is \d+ s behind the server's\.$/);
  });

  it.each([
    ["image", "image", ["--output", "out/a.png", "--prompt", "a fox"]],
    ["tts", "speech", ["--output", "out/a.mp3", "--text", "Hello."]],
  ])("names what infer %s paid for and could not put in its place (VID-5)", async (group, kind, flags) => {
    const { env } = await testSandbox();
    const home = tempDir();
    mkdirSync(join(home, "out"));
    // Once it is asked for, the folder is a file.
    const onStderr = (): void => {
      rmSync(join(home, "out"), { recursive: true });
      writeFileSync(join(home, "out"), "in the way");
    };
    await runCli(["infer", group, group === "tts" ? "convert" : "generate", ...flags], { env, home, onStderr });
    const { stdout } = await runCli(["doctor", "--json", "--offline"], { env, home });
    const [job, ...more] = read(stdout).findings.filter(({ checkId }) => checkId === "jobs.pending");
    expect(more).toEqual([]);
    expect(job).toMatchObject({
      severity: "warning",
      message: expect.stringMatching(new RegExp(`^${kind}-\\S+ is received\\. It is paid for and kept here`)) as string,
      fixHint: expect.stringMatching(new RegExp(`^openclaw infer ${group} resume ${kind}-`)) as string,
    });
  });

  it("names a paid video job without a file, and how to go on with it (CLI-2, VID-5)", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const interrupt = new AbortController();
    await runCli(["infer", "video", "generate", "--prompt", "waves"], {
      env: { ...env, OPENCLAW_POLL_INTERVAL_MS: "60000" },
      home,
      signal: interrupt.signal,
      onStderr: (text) => {
        if (text.startsWith("video job:")) interrupt.abort(new DOMException("Interrupted.", "AbortError"));
      },
    });
    const { stdout } = await runCli(["doctor", "--json", "--offline"], { env, home });
    const jobs = read(stdout).findings.filter(({ checkId }) => checkId === "jobs.pending");
    expect(jobs).toMatchObject([{ severity: "warning", fixHint: expect.stringMatching(/^openclaw infer video resume \S+$/) as string }]);
  });
});

// CFG-3, CFG-6
describe("doctor with the config of a grown installation", () => {
  const env = { OPENROUTER_TTS_KEY: "sk-or-v1-SYNTHETICspeechNotARealKey000", TELEGRAM_BOT_TOKEN: "1:SYNTHETIC" };
  const fileOf = (home: string): string => join(home, ".openclaw", "openclaw.json");

  it("finds nothing wrong with it, and only notes what newer versions spell otherwise", async () => {
    const home = homeWith(INSTALLED_CONFIG);
    expect((await runCli(["config", "validate"], { home, env })).exitCode).toBe(0);
    const { exitCode, stdout } = await runCli(["doctor", "--offline", "--json"], { home, env });
    expect({ exitCode, ok: read(stdout).ok }).toEqual({ exitCode: 0, ok: true });
    const notes = read(stdout).findings.filter(({ checkId }) => checkId === "config.spelling");
    expect(notes.map(({ severity, message }) => [severity, message])).toEqual(
      INSTALLED_MOVES.map(([from, to]) => ["info", `${from} is the older spelling of ${to}.`]),
    );
    expect(readFileSync(fileOf(home), "utf8")).toBe(INSTALLED_CONFIG);
  });

  it("rewrites the older spellings with --fix, keeps the file as it was beside it, and changes nothing the second time", async () => {
    const home = homeWith(INSTALLED_CONFIG);
    const explain = async (path: string) => JSON.parse((await runCli(["config", "get", path, "--json"], { home, env })).stdout) as unknown;
    const paths = ["agents.defaults.mediaModels.image", "channels", "plugins", "gateway.port", "tts.providers.openrouter.model"];
    const first = await runCli(["doctor", "--offline", "--fix"], { home, env });
    expect(first.exitCode, first.stdout + first.stderr).toBe(0);
    expect(first.stdout.match(/^mended /gm)).toHaveLength(INSTALLED_MOVES.length);
    expect(readFileSync(`${fileOf(home)}.bak`, "utf8")).toBe(INSTALLED_CONFIG);
    expect(statSync(fileOf(home)).mode & 0o777).toBe(0o600);
    expect(await Promise.all(paths.map(explain))).toMatchObject([
      { primary: "openrouter/google/gemini-3.1-flash-image-preview", timeoutMs: 180_000 },
      { telegram: { botToken: "__OPENCLAW_REDACTED__" }, whatsapp: { allowFrom: ["+15555550123"] } },
      { entries: { "memory-core": { config: { depth: 3 } } } },
      18_789,
      "hexgrad/kokoro-82m",
    ]);
    const after = readFileSync(fileOf(home), "utf8");
    await runCli(["doctor", "--offline", "--fix"], { home, env });
    expect(readFileSync(fileOf(home), "utf8")).toBe(after);
    expect(readFileSync(`${fileOf(home)}.bak`, "utf8")).toBe(INSTALLED_CONFIG);
  });

  it("takes an unknown key out in the same write, so that the one backup has it all", async () => {
    const broken = INSTALLED_CONFIG.replace("  session: {", "  sesion: { typo: true },\n  session: {");
    const home = homeWith(broken);
    const { exitCode, stdout } = await runCli(["doctor", "--offline", "--fix"], { home, env });
    expect(exitCode, stdout).toBe(0);
    expect(stdout).toContain('"sesion"');
    expect(readFileSync(fileOf(home), "utf8")).not.toMatch(/sesion|GenerationModel/);
    expect(readFileSync(`${fileOf(home)}.bak`, "utf8")).toBe(broken);
  });

  it("mends the files that it includes as well, and says which one, and where each former one is", async () => {
    const home = homeWith('{ tts: { $include: "./voice.json5" }, messages: { $include: "./messages.json5" } }');
    const voice = "{ enabled: true /* yes */ }";
    writeFileSync(join(home, ".openclaw", "voice.json5"), voice);
    writeFileSync(join(home, ".openclaw", "messages.json5"), '{ tts: { mode: "final" } }');
    const { exitCode, stdout, stderr } = await runCli(["doctor", "--offline", "--fix"], { home, env: { OPENROUTER_API_KEY: KEY } });
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toContain("mended ~/.openclaw/voice.json5: tts.enabled is the older spelling of tts.auto.");
    expect(stdout).toContain(
      "info ~/.openclaw/messages.json5: messages.tts is the older spelling of tts, which this included file cannot hold.",
    );
    expect(stderr).toContain("~/.openclaw/voice.json5 as it was is kept in ~/.openclaw/voice.json5.bak.");
    expect(readFileSync(join(home, ".openclaw", "voice.json5"), "utf8")).toBe('{ auto: "always" /* yes */ }');
    expect(readFileSync(join(home, ".openclaw", "voice.json5.bak"), "utf8")).toBe(voice);
    expect(existsSync(`${fileOf(home)}.bak`)).toBe(false);
  });

  it("leaves to a person what both spellings say differently", async () => {
    const text = '{ messages: { tts: { auto: "off" } }, tts: { auto: "always" } }';
    const home = homeWith(text);
    const { stdout } = await runCli(["doctor", "--offline", "--fix"], { home, env });
    expect(stdout).toContain("warning ~/.openclaw/openclaw.json: messages.tts and tts are both set");
    expect(readFileSync(fileOf(home), "utf8")).toBe(text);
    expect(existsSync(`${fileOf(home)}.bak`)).toBe(false);
  });
});
