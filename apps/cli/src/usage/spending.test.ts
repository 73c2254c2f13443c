import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFetchTransport } from "@openclaw/core";
import { fakeFetch, tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

interface Report {
  readonly total: { readonly turns: number; readonly costUsd: number };
  readonly groups: readonly {
    readonly name: string;
    readonly turns: number;
    readonly costUsd: number;
    readonly promptTokens: number;
    readonly completionTokens: number;
  }[];
}

async function place() {
  const { env, sandbox } = await testSandbox();
  const home = tempDir();
  const run = (...argv: string[]) => runCli(argv, { env, home, cwd: home, stdin: "" });
  const usage = async (by: string): Promise<Report> => JSON.parse((await run("usage", "--by", by, "--json")).stdout) as Report;
  return { run, usage, home, sandbox };
}

it("what broke the prompt cache is broken at its words on a terminal, and one line into a pipe (CLI-3)", async () => {
  const { env } = await testSandbox();
  const options = { env, home: tempDir(), stdin: "" };
  for (const model of ["openrouter/sandbox/guide", "openrouter/anthropic/claude-sonnet-4.5"])
    await runCli(["chat", "--session", "trip", "-m", model, "echo: hi"], options);
  const told = "  trip: The model changed from sandbox/guide to anthropic/claude-sonnet-4.5: another model has another cache.";
  expect((await runCli(["usage"], options)).stdout).toContain(`${told}\n`);
  const { stdout } = await runCli(["usage", "--no-color"], { ...options, terminal: true, columns: 40 });
  expect(stdout.split("\n").filter((line) => line.length > 40)).toEqual([]);
  expect(stdout.replaceAll(/\n +/g, " ")).toContain(told.trim());
});

it("an answer that failed and had told its bill is counted", async () => {
  const line = (value: unknown) => `data: ${JSON.stringify({ id: "gen-1", model: "acme/one", ...(value as object) })}\n\n`;
  const fake = fakeFetch({
    "GET /api/v1/models": { type: "json", body: { data: [{ id: "acme/one" }] } },
    "POST /api/v1/chat/completions": {
      type: "stream",
      chunks: [
        line({ choices: [{ index: 0, delta: { content: "Once" }, finish_reason: null }] }),
        line({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7, cost: 0.25 } }),
        line({ error: { code: 403, message: "Moderated.", metadata: { error_type: "content_policy_violation" } }, choices: [] }),
      ],
    },
  });
  const home = tempDir();
  const env = { OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICspendingNotARealKey" };
  const transport = createFetchTransport((url, init) => fake.fetch(url, init));
  const failed = await runCli(["chat", "-m", "openrouter/acme/one", "Tell"], { env, home, transport, stdin: "" });
  expect(failed).toMatchObject({ exitCode: 1, stdout: "Once\n" });
  const { total, groups } = JSON.parse((await runCli(["usage", "--by", "model", "--json"], { home })).stdout) as Report;
  expect([total, groups]).toMatchObject([{ turns: 1, costUsd: 0.25 }, [{ name: "acme/one" }]]);
});

describe("what is bought besides answers (CLI-2)", () => {
  it("stands in openclaw usage with its cost: pictures, videos, music, speech, transcripts, vectors, descriptions", async () => {
    const { run, usage, home } = await place();
    const made = [
      ["infer", "image", "generate", "a fox", "--output", "fox.png"],
      ["infer", "video", "generate", "waves", "--output", "waves.mp4"],
      ["infer", "music", "generate", "piano", "--output", "piano.wav"],
      ["infer", "tts", "convert", "Hello there.", "--output", "hello.mp3"],
      ["infer", "audio", "transcribe", join(home, "hello.mp3")],
      ["infer", "embedding", "create", "--text", "a red fox"],
      ["infer", "image", "describe", "--file", join(home, "fox.png")],
    ];
    for (const argv of made) {
      const { exitCode, stderr } = await run(...argv);
      expect(exitCode, `${argv.join(" ")}: ${stderr}`).toBe(0);
    }
    const { total, groups } = await usage("kind");
    const kinds = ["chat", "embedding", "image", "music", "speech", "transcription", "video"];
    expect(groups.map(({ name }) => name).toSorted()).toEqual(kinds);
    expect(groups.filter(({ promptTokens, completionTokens }) => promptTokens > 0 && completionTokens > 0).map(({ name }) => name)).toEqual(
      expect.arrayContaining(["image", "transcription"]),
    );
    // The sandbox gives music and what sees away.
    expect(groups.filter(({ costUsd }) => costUsd <= 0).map(({ name }) => name)).toEqual(["chat", "music"]);
    expect(total.turns).toBe(kinds.length);
    expect(total.costUsd).toBeCloseTo(
      groups.reduce((sum, { costUsd }) => sum + costUsd, 0),
      10,
    );
    expect((await run("usage", "--by", "kind")).stdout).toMatch(/^Kind .*Turns.*\n(?:.*\n)*video +1 /);
  });

  it("counts a sound that was made and broke off on its way", async () => {
    const { run, usage, sandbox } = await place();
    sandbox.setFault({ name: "speech-cut", path: "/audio/speech" });
    expect((await run("infer", "tts", "convert", "Hello there.")).exitCode).toBe(1);
    expect((await usage("kind")).groups).toMatchObject([{ name: "speech", turns: 1 }]);
  });

  it("counts a job once, however often its file is fetched", async () => {
    const { run, usage } = await place();
    await run("infer", "video", "generate", "waves");
    const { jobs } = JSON.parse((await run("infer", "video", "list", "--json")).stdout) as { jobs: { id: string }[] };
    await run("infer", "video", "resume", jobs[0]?.id ?? "", "--force");
    expect((await usage("kind")).groups).toMatchObject([{ name: "video", turns: 1 }]);
  });

  it("counts a job once, at the last cost that was told of it", async () => {
    const { usage, home } = await place();
    mkdirSync(join(home, ".openclaw"), { recursive: true });
    const entry = (job: string, costUsd?: number, totalTokens = 0) =>
      JSON.stringify({ atMs: Date.now(), model: "x/y", kind: "image", job, costUsd, promptTokens: totalTokens, totalTokens });
    const log = [entry("one", 0.1, 7), entry("two"), entry("one", 0.3), entry("one"), entry("two", 0.5)];
    writeFileSync(join(home, ".openclaw", "usage.jsonl"), `${log.join("\n")}\n`);
    expect((await usage("kind")).groups).toMatchObject([
      { name: "image", turns: 2, promptTokens: 7, costUsd: expect.closeTo(0.8, 6) as number },
    ]);
  });

  it("counts what an agent's tools and its voice cost, in the turn's JSON and in the log, by conversation", async () => {
    const { run, usage } = await place();
    const argv = ["agent", "--session", "trip", "--message", 'Use image_generate to paint "a fox"', "--json", "--speak"];
    const { stdout } = await run(...argv);
    const { meta } = JSON.parse(stdout) as { meta: { agentMeta: { costUsd: number }; speech: { costUsd: number } } };
    expect(meta.speech.costUsd).toBeGreaterThan(0);
    const { groups } = await usage("kind");
    expect(groups.map(({ name }) => name).toSorted()).toEqual(["chat", "image", "speech"]);
    const { total, groups: sessions } = await usage("session");
    expect(sessions).toMatchObject([{ name: "trip" }]);
    expect(meta.agentMeta.costUsd).toBeCloseTo(total.costUsd, 10);
  });

  it("keeps nothing of --sandbox: nobody pays for it", async () => {
    const { run, usage } = await place();
    await run("infer", "embedding", "create", "--sandbox", "--text", "a red fox");
    expect((await usage("kind")).groups).toEqual([]);
  });
});

describe("the tts tool's cost (CHAT-11)", () => {
  it("counts against --max-cost", async () => {
    const { run, sandbox } = await place();
    const { exitCode, stderr } = await run("agent", "--message", 'Call tts for "waves at night"', "--max-cost", "0.0000001");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("--max-cost allows");
    expect(sandbox.requests.filter(({ path }) => path.endsWith("/audio/speech"))).toHaveLength(1);
  });
});

describe("voices by preferences, personas and summaries (TTS-2)", () => {
  const spoken = (sandbox: Awaited<ReturnType<typeof place>>["sandbox"]) =>
    sandbox.requests.flatMap(({ path, body }) =>
      path.endsWith("/audio/speech") ? [body as { readonly voice: string; readonly input: string; readonly speed?: number }] : [],
    );
  const settings = (home: string, config: string, preferences: unknown): void => {
    mkdirSync(join(home, ".openclaw", "settings"), { recursive: true, mode: 0o700 });
    writeFileSync(join(home, ".openclaw", "openclaw.json"), config, { mode: 0o600 });
    writeFileSync(join(home, ".openclaw", "settings", "tts.json"), JSON.stringify(preferences), { mode: 0o600 });
  };

  it("take the persona that the preferences name, over the configured voice and mode", async () => {
    const { run, home, sandbox } = await place();
    const personas = '{ calm: { providers: { openrouter: { voice: "af_bella", speed: 0.8 } } } }';
    settings(home, `{ tts: { auto: "off", personas: ${personas} } }`, { tts: { auto: "always", persona: "calm" } });
    const { exitCode, stderr } = await run("chat", "echo: a sentence that is long enough to be spoken.");
    expect(exitCode, stderr).toBe(0);
    expect(spoken(sandbox)).toMatchObject([{ voice: "af_bella", speed: 0.8 }]);
  });

  it("speak a summary of what is too long, count it, and stay within its length", async () => {
    const { run, home, sandbox, usage } = await place();
    settings(home, '{ tts: { auto: "always", summaryModel: "openrouter/auto" } }', { tts: { maxLength: 100, summarize: true } });
    const long = "One sentence after the other is said here. ".repeat(8);
    const { exitCode, stderr } = await run("chat", `echo: ${long}`);
    expect(exitCode, stderr).toBe(0);
    expect(
      spoken(sandbox)
        .map(({ input }) => input)
        .join(" ").length,
    ).toBeLessThan(long.length);
    const asked = sandbox.requests.filter(({ path }) => path.endsWith("/chat/completions"));
    expect(asked).toHaveLength(2);
    expect((await usage("kind")).groups).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: "chat", turns: 2 }), expect.objectContaining({ name: "speech", turns: 1 })]),
    );
  });
});
