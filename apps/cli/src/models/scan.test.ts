import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";
import { inferParams, rankModels } from "./free-models.js";

describe("models scan (CLI-2, §3.2)", () => {
  it("tries the free models and writes the best as fallbacks, with --yes", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const run = await runCli(["models", "scan", "--yes", "--json", "--set-default"], { env, home });
    expect(run.exitCode, run.stderr).toBe(0);
    const { results, selected, setDefault } = JSON.parse(run.stdout);
    expect(selected.length).toBeGreaterThan(0);
    expect(setDefault).toBe(true);
    expect(results[0]).toMatchObject({ isFree: true, tool: { ok: true } });
    const config = readFileSync(join(home, ".openclaw", "openclaw.json"), "utf8");
    expect(config).toContain(selected[0]);
  });

  it("only looks with --no-probe or without a key, and then sets nothing", async () => {
    const { sandbox, env } = await testSandbox();
    const looked = await runCli(["models", "scan", "--no-probe"], { env });
    expect(looked.exitCode).toBe(0);
    expect(looked.stdout).toContain("openrouter/");
    expect(sandbox.requests.filter(({ path }) => path.endsWith("/chat/completions"))).toEqual([]);
    const keyless = await runCli(["models", "scan"], { env: { OPENROUTER_BASE_URL: sandbox.baseUrl } });
    expect(keyless.exitCode).toBe(0);
    expect(keyless.stderr).toContain("Missing OpenRouter API key");
    expect(await runCli(["models", "scan", "--no-probe", "--set-default"], { env })).toMatchObject({ exitCode: 2, stdout: "" });
  });

  it("asks nobody without a terminal", async () => {
    const { env } = await testSandbox();
    const run = await runCli(["models", "scan"], { env });
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain("--yes");
  });

  it("reads sizes from names, and ranks pictures, speed, window, size", () => {
    expect(["x/llama-70b", "mixtral-8x22B:free", "gemma-1.5b it", "gpt-4"].map(inferParams)).toEqual([70, 176, 1.5, null]);
    const row = (id: string, contextTokens: number) => ({
      id,
      name: id,
      contextTokens,
      inputModalities: [],
      outputModalities: [],
      pricing: {},
    });
    const model = (id: string, contextTokens: number, latencyMs: number | null, sees: boolean) => ({
      row: row(id, contextTokens),
      ref: id,
      inferredParamB: null,
      tool: { ok: latencyMs !== null, latencyMs },
      image: { ok: sees, latencyMs: null },
    });
    const ranked = rankModels([model("d", 1, null, false), model("c", 9, null, false), model("b", 1, 50, false), model("a", 1, 90, true)]);
    expect(ranked.map(({ ref }) => ref)).toEqual(["a", "b", "c", "d"]);
  });
});
