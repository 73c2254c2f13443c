import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFetchTransport } from "@openclaw/core";
import { fakeFetch, tempDir } from "@openclaw/testing";
import { describe, expect, it, vi } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

const agent = (message: string, ...flags: readonly string[]) => ["agent", "--local", "--message", message, ...flags];
const chats = (requests: readonly { path: string; body?: unknown }[]) => requests.filter(({ path }) => path.endsWith("/chat/completions"));

describe("agent with tools", () => {
  it("lets the model paint, saves the picture and prints answer and path alone on stdout (CHAT-11, CLI-3)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    const { exitCode, stdout, stderr } = await runCli(agent('Use image_generate to paint "a lighthouse"'), { env, cwd });
    const path = join(cwd, "openclaw-out", "image-1.png");
    expect(exitCode).toBe(0);
    expect(existsSync(path)).toBe(true);
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(path);
    expect(stdout).not.toContain("→");
    expect(stderr).toMatch(
      /→ image_generate .*a lighthouse.*\n✓ image_generate \(.*\): Generated 1 image with openrouter\/.*image-1\.png\n/,
    );
    expect(JSON.stringify(chats(sandbox.requests).at(-1)?.body)).toContain("Generated 1 image");
  });

  it.each([
    ["video_generate", "video-1.mp4"],
    ["music_generate", "music-1.wav"],
    ["tts", "speech-1.mp3"],
  ])("has %s built in (CHAT-11)", async (tool, file) => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    const { exitCode, stderr } = await runCli(agent(`Call ${tool} for "waves at night"`), { env, cwd });
    expect({ exitCode, files: existsSync(join(cwd, "openclaw-out")) && readdirSync(join(cwd, "openclaw-out")) }, stderr).toEqual({
      exitCode: 0,
      files: [file],
    });
  });

  it("counts a picture that was billed and did not come (CLI-2)", async () => {
    const { env, sandbox } = await testSandbox();
    const home = tempDir();
    sandbox.setFault({ name: "image-none", model: /image/ });
    const { stderr } = await runCli(agent('Use image_generate to paint "a lighthouse"'), { env, home, cwd: home });
    expect(stderr).toContain("missing image data");
    const { stdout } = await runCli(["usage", "--json", "--by", "kind"], { env, home });
    const { groups } = JSON.parse(stdout) as { groups: readonly { name: string; costUsd: number }[] };
    expect(groups.find(({ name }) => name === "image")?.costUsd).toBeGreaterThan(0);
  });

  it("takes what is said as words too, behind what is piped in (CLI-3)", async () => {
    const { env, sandbox } = await testSandbox();
    const { exitCode } = await runCli(["agent", "--no-tools", "What", "changed?"], { env, stdin: "+one line\n" });
    expect(exitCode).toBe(0);
    const { messages } = chats(sandbox.requests).at(-1)!.body as { messages: readonly { content: unknown }[] };
    expect(messages.at(-1)?.content).toBe("+one line\n\nWhat changed?");
    const twice = await runCli(["agent", "--message", "one", "two"], { env, stdin: "" });
    expect(twice).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("There is a text behind the command and one in --message."),
    });
  });

  it("says how to go on with a video that was paid for, when it is interrupted meanwhile (VID-5)", async () => {
    const { env, sandbox } = await testSandbox();
    const [home, interrupt] = [tempDir(), new AbortController()];
    const running = runCli(agent('Call video_generate for "waves at night"'), {
      env: { ...env, OPENCLAW_POLL_INTERVAL_MS: "60000" },
      home,
      cwd: home,
      signal: interrupt.signal,
    });
    const jobs = join(home, ".openclaw", "jobs", "video");
    await vi.waitFor(
      () =>
        expect(
          readdirSync(jobs)
            .map((name) => readFileSync(join(jobs, name), "utf8"))
            .join(),
        ).toContain('"submitted"'),
      {
        timeout: 20_000,
      },
    );
    interrupt.abort(new DOMException("Interrupted.", "AbortError"));
    const { exitCode, stderr } = await running;
    const [id = ""] = readdirSync(jobs).map((name) => name.replace(/\..*$/, ""));
    expect({ exitCode, stderr }).toEqual({
      exitCode: 130,
      stderr: expect.stringContaining(`The job is kept; go on with it: openclaw infer video resume ${id}\n`) as string,
    });
    expect(chats(sandbox.requests)).toHaveLength(1);
  });

  it("tells files, tools and the whole cost in the shape that scripts know (CLI-2, CHAT-11)", async () => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    const { stdout } = await runCli(agent('Use image_generate to paint "a fox"', "--json"), { env, cwd });
    const path = join(cwd, "openclaw-out", "image-1.png");
    expect(JSON.parse(stdout)).toMatchObject({
      payloads: [{ mediaUrl: null }, { text: "", mediaUrl: path }],
      meta: {
        agentMeta: { costUsd: expect.any(Number) as number, usage: { total: expect.any(Number) as number } },
        steps: 2,
        toolCalls: [{ name: "image_generate", failed: false, files: [path] }],
        completion: { finishReason: "stop" },
      },
    });
  });

  it("prints every event of the loop as one line with --stream-json (CLI-3)", async () => {
    const { env } = await testSandbox();
    const { stdout } = await runCli(agent('Use image_generate to paint "a fox"', "--stream-json"), { env, cwd: tempDir() });
    const types = stdout
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types).toEqual(expect.arrayContaining(["tool-call", "tool-result", "step"]));
    expect(types.at(-1)).toBe("loop-finish");
  });

  it("offers none with --no-tools, and all four without it (CHAT-11)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    await runCli(agent("hello", "--no-tools"), { env, cwd });
    expect(chats(sandbox.requests)[0]?.body).not.toHaveProperty("tools");
    await runCli(agent("hello"), { env, cwd });
    const { tools } = chats(sandbox.requests)[1]!.body as { tools: { function: { name: string } }[] };
    expect(tools.map((tool) => tool.function.name).toSorted()).toEqual(["image_generate", "music_generate", "tts", "video_generate"]);
  });

  it("lets the model answer in the last of --max-steps, without a tool (CHAT-11)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    expect((await runCli(agent("Use image_generate to paint", "--max-steps", "1"), { env, cwd })).exitCode).toBe(0);
    expect(chats(sandbox.requests)).toHaveLength(1);
    expect(chats(sandbox.requests)[0]?.body).toMatchObject({ tool_choice: "none" });
    expect(existsSync(join(cwd, "openclaw-out"))).toBe(false);
  });

  it("ends at --max-cost, the tools' cost included, and keeps what was made (CHAT-11)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    const { exitCode, stderr } = await runCli(agent('Use image_generate to paint "a fox"', "--max-cost", "0.001"), { env, cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/openclaw: The turn cost \$[\d.]+, and --max-cost allows \$0\.001: it ends here\..*--max-cost\.\n$/);
    expect(existsSync(join(cwd, "openclaw-out", "image-1.png"))).toBe(true);
    // The question, and the picture by the default route.
    expect(chats(sandbox.requests)).toHaveLength(2);
  });

  it("orders no video that may cost more than --max-cost leaves, and tells the model why (CHAT-11, VID-3)", async () => {
    const { env, sandbox } = await testSandbox();
    const { exitCode, stderr } = await runCli(agent('Call video_generate for "waves at night"', "--max-cost", "0.5"), {
      env,
      cwd: tempDir(),
    });
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/✗ video_generate .*may cost \$[\d.]+, and at most \$0\.[\d]+ is/),
    });
    expect(sandbox.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/videos"))).toEqual([]);
  });

  it("makes a failing tool a result that the model answers to (CHAT-11)", async () => {
    const { env, sandbox } = await testSandbox();
    sandbox.setFault({ name: "status-402", path: "/audio/speech" });
    const { exitCode, stderr } = await runCli(agent('Call tts for "good morning"'), { env, cwd: tempDir() });
    expect(exitCode).toBe(0);
    expect(stderr).toContain("✗ tts");
  });

  it("lets the model see no file outside of the current folder (CHAT-11)", async () => {
    const chunk = (delta: unknown, finish: string | null) =>
      `data: ${JSON.stringify({ id: "gen-1", model: "acme/one", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
    const call = { name: "image_generate", arguments: JSON.stringify({ prompt: "like this", image: "../secret.png" }) };
    const fake = fakeFetch({
      "GET /api/v1/models": {
        type: "json",
        body: { data: [{ id: "acme/one", supported_parameters: ["tools"] }, { id: "google/gemini-3.1-flash-image-preview" }] },
      },
      "POST /api/v1/chat/completions": [
        {
          type: "stream",
          chunks: [chunk({ tool_calls: [{ index: 0, id: "c1", type: "function", function: call }] }, "tool_calls"), "data: [DONE]\n\n"],
        },
        { type: "stream", chunks: [chunk({ content: "I may not." }, "stop"), "data: [DONE]\n\n"] },
      ],
    });
    const folder = tempDir();
    mkdirSync(join(folder, "work"));
    writeFileSync(join(folder, "secret.png"), "secret");
    const { exitCode, stdout, stderr } = await runCli(agent("Paint it", "-m", "openrouter/acme/one"), {
      env: { OPENROUTER_API_KEY: "sk-or-v1-SYNTHETICagentNotARealKey00" },
      cwd: join(folder, "work"),
      transport: createFetchTransport((url, init) => fake.fetch(url, init)),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "I may not.\n" });
    expect(stderr).toContain("✗ image_generate");
    expect(stderr).toContain("lies outside of the current folder");
  });

  it("shows the tools in --dry-run, and sends nothing (CLI-5)", async () => {
    const { exitCode, stdout } = await runCli(agent("hello", "--dry-run", "--json"));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('"music_generate"');
  });

  it.each([
    [["--max-steps", "0"], '--max-steps cannot be "0".'],
    [["--max-cost", "cheap"], '--max-cost cannot be "cheap".'],
  ])("refuses %j with exit code 2 (CLI-3)", async (flags, message) => {
    const { exitCode, stdout, stderr } = await runCli(agent("hello", ...flags));
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});
