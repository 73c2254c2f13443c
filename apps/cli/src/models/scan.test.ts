import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { scriptedPrompter } from "../testing/scripted-prompter.js";
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

  it("tries nothing that sells songs or pictures by another price than that of tokens", async () => {
    const { env } = await testSandbox();
    const { stdout } = await runCli(["models", "scan", "--no-probe", "--json"], { env });
    const refs = (JSON.parse(stdout) as { results: readonly { modelRef: string }[] }).results.map(({ modelRef }) => modelRef);
    expect(refs.length).toBeGreaterThan(3);
    expect(refs.filter((ref) => /lyria|veo|rerank/.test(ref))).toEqual([]);
    const listed = await runCli(["models", "list", "--all", "--free", "--plain"], { env });
    expect(listed.stdout).toContain("openrouter/sandbox/guide\n");
    expect(listed.stdout.split("\n").filter((ref) => /lyria|veo|rerank|flux/.test(ref))).toEqual([]);
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

  // Trap 38
  it("asks no model for fewer than 16 tokens, which some providers refuse", async () => {
    const { sandbox, env } = await testSandbox();
    await runCli(["models", "scan", "--json", "--yes"], { env });
    const bodies = sandbox.requests.filter(({ path }) => path.endsWith("/chat/completions")).map(({ body }) => body);
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies)
      expect((body as { readonly max_completion_tokens: number }).max_completion_tokens).toBeGreaterThanOrEqual(16);
  });

  it("lets a person mark which become fallbacks, the best being marked, and writes nothing when none is", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const fallbacks = async () =>
      JSON.parse((await runCli(["models", "fallbacks", "list", "--json"], { home })).stdout).fallbacks as string[];
    const scan = (answers: Readonly<Record<string, string | boolean>>) =>
      runCli(["models", "scan"], { env, home, prompter: scriptedPrompter(answers) });
    const none = await scan({ "Which become the fallbacks, ": "", "Which become the fallbacks of": "" });
    expect(none).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("nothing was written") as string });
    expect(await fallbacks()).toEqual([]);
    expect((await scan({ "Which become the fallbacks, ": true, "Which become the fallbacks of": "" })).exitCode).toBe(0);
    const best = await fallbacks();
    expect(best.length).toBeGreaterThan(0);
    const last = best.at(-1) ?? "";
    const one = await scan({ "Which become the fallbacks, ": last, "Which become the fallbacks of": "" });
    expect(one.stdout).toMatch(new RegExp(`Fallbacks: ${last}\n$`));
    expect(await fallbacks()).toEqual([last]);
  });

  it("takes each answer from a flag, in the order given, and refuses a model that did not answer", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const { results } = JSON.parse((await runCli(["models", "scan", "--json"], { env, home })).stdout) as {
      results: { modelRef: string; tool: { ok: boolean }; image: { ok: boolean } }[];
    };
    const [first = "", second = ""] = results.filter(({ tool }) => tool.ok).map(({ modelRef }) => modelRef);
    const chosen = ["--fallback", second, "--fallback", first.replace("openrouter/", "")];
    const run = await runCli(["models", "scan", ...chosen, "--json"], { env, home });
    expect(JSON.parse(run.stdout)).toMatchObject({ selected: [second, first], selectedImages: [] });
    const sees = results.find(({ image }) => image.ok)?.modelRef ?? "";
    const images = await runCli(["models", "scan", "--image-fallback", sees, "--set-image"], { env, home });
    expect(images.stdout).toMatch(new RegExp(`Image fallbacks: ${sees}\n$`));
    const wrong = await runCli(["models", "scan", "--fallback", "openrouter/no/body"], { env, home });
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("not among the free models that answered") as string });
    expect((await runCli(["models", "scan", "--no-probe", "--fallback", first], { env, home })).exitCode).toBe(2);
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
