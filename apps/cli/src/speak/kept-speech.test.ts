import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createNodeTransport } from "@openclaw/core/node";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

const LONG = ["One is here.", "Two is here.", "Three is here.", "Four is here.", "Five is here.", "Six is here."];

interface Usage {
  readonly untold: number;
  readonly groups: readonly { readonly name: string; readonly turns: number; readonly costUsd: number }[];
}

async function place() {
  const { env, sandbox } = await testSandbox();
  const [home, cwd] = [tempDir(), tempDir()];
  mkdirSync(join(home, ".openclaw"));
  writeFileSync(join(home, ".openclaw", "openclaw.json"), JSON.stringify({ messages: { tts: { maxTextLength: 40 } } }));
  const convert = ["infer", "tts", "convert", "--text", LONG.join(" "), "--output", "out/a.mp3"];
  const base = { env, home, cwd };
  const run = (argv: readonly string[], options: Parameters<typeof runCli>[1] = {}) => runCli(argv, { ...base, ...options });
  return {
    run,
    convert,
    path: join(cwd, "out", "a.mp3"),
    spoken: () =>
      sandbox.requests.filter(({ path }) => path.endsWith("/audio/speech")).map(({ body }) => (body as { input: string }).input.trim()),
    /** Ctrl-C as soon as a sentence is kept: the progress says how many were spoken. */
    async stopped() {
      const controller = new AbortController();
      const onStderr = (text: string): void => {
        if (text.includes("2 sentences spoken")) controller.abort(new DOMException("", "AbortError"));
      };
      return run(convert, { terminal: true, signal: controller.signal, onStderr });
    },
    jobs: async () =>
      (JSON.parse((await run(["infer", "tts", "list", "--json"])).stdout) as { jobs: readonly { id: string; state: string }[] }).jobs,
    usage: async () => JSON.parse((await run(["usage", "--json", "--by", "kind"])).stdout) as Usage,
  };
}

// VID-5, TTS-5
describe("speech that is paid for", () => {
  it.each([
    ["the same command", (command: readonly string[]) => command],
    ["its job's name", (_command: readonly string[], id: string) => ["infer", "tts", "resume", id]],
  ])("is gone on with by %s after Ctrl-C, and no sentence that was kept is bought again", async (_how, again) => {
    const { run, convert, path, spoken, stopped, jobs, usage } = await place();
    const { exitCode, stderr } = await stopped();
    expect(exitCode).toBe(130);
    const [job] = await jobs();
    expect(job).toMatchObject({ state: "partial", prompt: LONG.join(" ") });
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(`What was paid for is kept; go on with: openclaw infer tts resume ${job!.id}`);
    expect(existsSync(path)).toBe(false);
    const before = spoken();
    const resumed = await run(again(convert, job!.id));
    expect(resumed, resumed.stderr).toMatchObject({ exitCode: 0, stdout: `${path}\n` });
    const bought = spoken().slice(before.length);
    expect(bought).not.toContain("One is here.");
    expect(bought).not.toContain("Two is here.");
    expect(new Set(spoken())).toEqual(new Set(LONG));
    expect(await jobs()).toMatchObject([{ id: job!.id, state: "done" }]);
    // The very recording that was never stopped.
    const plain = await run([...convert.slice(0, -1), "out/b.mp3"]);
    expect(plain.exitCode, plain.stderr).toBe(0);
    expect(readFileSync(path).equals(readFileSync(join(path, "..", "b.mp3")))).toBe(true);
    expect((await usage()).groups).toMatchObject([{ name: "speech" }]);
  });

  it("is counted when Ctrl-C stops it, as one turn", async () => {
    const { stopped, usage, spoken } = await place();
    await stopped();
    const { groups } = await usage();
    // Some were told at once, the last ones only now: letters are no tokens either way.
    expect(groups).toMatchObject([{ name: "speech", turns: 1, promptTokens: 0, costUsd: expect.any(Number) as number }]);
    expect(groups[0]!.costUsd).toBeGreaterThan(0);
    expect(spoken().length).toBeLessThan(LONG.length);
  });

  it.each([
    ["of one request", ["infer", "tts", "convert", "--text", "Hello there.", "--output", "out/a.mp3"], 1],
    ["sentence by sentence", ["infer", "tts", "convert", "--text", LONG.join(" "), "--output", "out/a.mp3"], LONG.length],
    ["as samples", ["infer", "tts", "convert", "--text", "Hello there.", "--output", "out/a.pcm"], 1],
    ["of an answer while it is written", ["chat", "--output", "out/a.mp3", "Say: One is here."], 1],
  ])("is kept when its place is refused, %s, and put there without being bought again", async (_what, argv, requests) => {
    const { run, path, spoken, jobs, usage } = await place();
    const folder = join(path, "..");
    mkdirSync(folder);
    // The folder becomes a file once the sound is bought: whatever is written there is refused, also for root.
    const block = (): void => {
      if (existsSync(folder)) rmSync(folder, { recursive: true });
      writeFileSync(folder, "in the way");
    };
    const plain = createNodeTransport();
    const refused = await run(argv, {
      transport: async (request) => {
        if (request.url.endsWith("/audio/speech")) block();
        return plain(request);
      },
    });
    const [job] = await jobs();
    expect(job, refused.stderr).toMatchObject({ state: "received" });
    expect(refused.stderr).toContain(`put it in its place with: openclaw infer tts resume ${job!.id} --output FILE`);
    expect(spoken()).toHaveLength(requests);
    rmSync(folder);
    const resumed = await run(["infer", "tts", "resume", job!.id]);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(existsSync(join(folder, argv.find((word) => word.startsWith("out/"))!.slice(4)))).toBe(true);
    expect(spoken()).toHaveLength(requests);
    const { groups } = await usage();
    expect(groups.find(({ name }) => name === "speech")).toMatchObject({ turns: 1 });
  });

  it("leaves no job where nothing was bought", async () => {
    const { run, convert, jobs } = await place();
    const refused = await run([...convert, "--voice", "nobody"]);
    expect(refused.exitCode).not.toBe(0);
    expect(await jobs()).toEqual([]);
  });
});
