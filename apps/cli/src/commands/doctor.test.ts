import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectNoSecrets, plantedSecrets, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

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
      checksSkipped: ["auth.accepted", "catalog.reachable", "clock"],
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
});
