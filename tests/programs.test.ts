// F-3: the ten programs of examples/programs do what their first lines say, on the built packages, against the sandbox.
import { readdirSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTarget } from "@openclaw/core";
import { createSandbox, type Sandbox } from "@openclaw/sandbox";
import { runProcess, startProcess, tempDir } from "@openclaw/testing";
import { synthesize } from "@openclaw/tts";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { POST } from "../examples/programs/next-route.js";
import worker from "../examples/programs/worker.js";

const folder = fileURLToPath(new URL("../examples/programs/", import.meta.url));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ tokensPerSecond: Number.POSITIVE_INFINITY, imageScale: 0.25, videoScale: 0.2, videoMaxSeconds: 1 });
});
afterAll(async () => sandbox.close());

function environment(): Record<string, string> {
  return { OPENROUTER_API_KEY: "sk-or-sandbox", OPENROUTER_BASE_URL: sandbox.baseUrl, POLL_INTERVAL_MS: "50" };
}

function runProgram(name: string, args: readonly string[], options: { readonly cwd?: string; readonly stdin?: string } = {}) {
  return runProcess("node", [join(folder, `${name}.ts`), ...args], { cwd: tempDir(), ...options, env: environment() });
}

const json = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

describe("the ten programs", () => {
  it("begin with what they are and how they are started", async () => {
    const names = readdirSync(folder);
    expect(names).toHaveLength(10);
    const list = await readFile(join(folder, "..", "README.md"), "utf8");
    expect(names.filter((name) => !list.includes(`(programs/${name})`))).toEqual([]);
    for (const name of names) {
      const [first = "", second = ""] = (await readFile(join(folder, name), "utf8")).split("\n");
      expect([name, first.startsWith("// "), second.startsWith("// ")]).toEqual([name, true, true]);
    }
  });

  it("cli-pipe answers on stdout alone, and fails with a sentence", async () => {
    const good = await runProgram("cli-pipe", ["echo: seen"], { stdin: "a diff" });
    expect(good.stdout).toBe("seen\n\na diff");
    expect(good.stderr).toMatch(/moonshotai\/kimi-k2\.6, \$0\.0/);
    sandbox.setFault({ path: "/chat/completions", name: "status-401" });
    const refused = await runProgram("cli-pipe", [], { stdin: "a diff" });
    sandbox.clearFaults();
    expect([refused.exitCode, refused.stdout]).toEqual([1, ""]);
    expect(refused.stderr).not.toContain("    at ");
  });

  it("http-route streams events, and refuses what is no question", async () => {
    const server = startProcess("node", [join(folder, "http-route.ts")], { env: { ...environment(), PORT: "0" } });
    const [url = ""] = await server.waitFor(/http:\S+/);
    const good = await fetch(url, json({ question: "What is 6 * 7?" }));
    const text = await good.text();
    expect(text.match(/^event: (\w+)$/gm)?.at(-1)).toBe("event: done");
    expect([...text.matchAll(/^event: text\ndata: (.*)$/gm)].map(([, data = ""]) => JSON.parse(data) as string).join("")).toBe(
      "6 * 7 = 42",
    );
    expect((await fetch(url, json({}))).status).toBe(400);
    server.kill("SIGTERM");
    expect((await server.exited).stderr).toBe("");
  });

  it("next-route answers with a stream of text, and breaks it off when the answer broke off", async () => {
    for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value);
    const ask = (content: string) => POST(new Request("http://page.test", json({ messages: [{ role: "user", content }] })));
    expect(await (await ask("What is 6 * 7?")).text()).toBe("6 * 7 = 42");
    expect((await POST(new Request("http://page.test", json({})))).status).toBe(400);
    sandbox.setFault({ path: "/chat/completions", name: "status-401" });
    const failing = await ask("What is 6 * 7?");
    await expect(failing.text()).rejects.toThrow(/No auth credentials|refused/);
    sandbox.clearFaults();
  });

  it("worker paints, and needs no Node built-in", async () => {
    const bindings = { OPENROUTER_API_KEY: "sk-or-sandbox", OPENROUTER_BASE_URL: sandbox.baseUrl };
    const painted = await worker.fetch(new Request("http://worker.test/?prompt=a+lighthouse"), bindings);
    expect(painted.headers.get("content-type")).toBe("image/png");
    expect(
      Buffer.from(await painted.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    expect((await worker.fetch(new Request("http://worker.test/"), bindings)).status).toBe(400);
    const bundled = await build({
      entryPoints: [join(folder, "worker.ts")],
      bundle: true,
      write: false,
      format: "esm",
      platform: "browser",
      logLevel: "silent",
    });
    expect(bundled.outputFiles).toHaveLength(1);
  });

  it("chat-bot answers when it is called, in the order of each channel", async () => {
    const stdin = "#help bob: @bot What is 6 * 7?\n#help bob: @bot What is 5 * 5?\n#lounge eve: nobody asked the bot\n";
    const { stdout } = await runProgram("chat-bot", [], { stdin });
    expect(stdout.trim().split("\n")).toEqual(["#help bot: 6 * 7 = 42", "#help bot: 5 * 5 = 25"]);
  });

  it("podcast writes one WAV file of all lines", async () => {
    const cwd = tempDir();
    await writeFile(join(cwd, "article.txt"), "Tides turn turbines.");
    const { stdout } = await runProgram("podcast", ["article.txt", "podcast.wav"], { cwd });
    const wav = await readFile(join(cwd, "podcast.wav"));
    expect([wav.toString("latin1", 0, 4), wav.readUInt32LE(40)]).toEqual(["RIFF", wav.length - 44]);
    expect(stdout).toMatch(/podcast\.wav, \d+ lines/);
  });

  it("storyboard paints and films each scene, and buys nothing twice", async () => {
    const cwd = tempDir();
    const first = await runProgram("storyboard", ["A fox finds the sea", "story"], { cwd });
    expect(first.stdout).toMatch(/2 scenes in story/);
    for (const name of ["scene-1.png", "scene-2.mp4"]) expect((await stat(join(cwd, "story", name))).size).toBeGreaterThan(1_000);
    const asked = sandbox.requests.length;
    expect((await runProgram("storyboard", ["A fox finds the sea", "story"], { cwd })).exitCode).toBe(0);
    expect(sandbox.requests).toHaveLength(asked);
  });

  it("batch stops at its budget, and goes on where it stopped", async () => {
    const cwd = tempDir();
    const prompts = Array.from({ length: 12 }, (_, index) => `echo: number ${index}`);
    await writeFile(join(cwd, "prompts.txt"), prompts.join("\n"));
    const poor = await runProgram("batch", ["prompts.txt", "answers.jsonl", "0.00001"], { cwd });
    expect([poor.exitCode, poor.stdout]).toEqual([1, expect.stringMatching(/[1-9]\d* left for a larger budget/)]);
    const rich = await runProgram("batch", ["prompts.txt", "answers.jsonl", "1"], { cwd });
    expect(rich.exitCode).toBe(0);
    const answers = (await readFile(join(cwd, "answers.jsonl"), "utf8")).trim().split("\n");
    const asked = answers.map((line) => (JSON.parse(line) as { prompt: string }).prompt);
    expect(asked.toSorted()).toEqual(prompts.toSorted());
  });

  it("rag finds the pages that hold the answer, and names them", async () => {
    const { stdout, stderr } = await runProgram("rag", [fileURLToPath(new URL("../docs", import.meta.url)), "models fallbacks list"]);
    expect(stdout).toMatch(/^\[1\] cli\.md, models fallbacks/m);
    expect(stderr).toMatch(/\d+ pieces, \$0\.0/);
  });

  it("voice-assistant hears, answers and speaks", async () => {
    const cwd = tempDir();
    const target = createTarget({ model: "openrouter/hexgrad/kokoro-82m", apiKey: "sk-or-sandbox", baseUrl: sandbox.baseUrl });
    const question = await synthesize({ target, text: "Count to three." });
    await writeFile(join(cwd, "question.mp3"), (await question.collect()).bytes);
    const { stdout } = await runProgram("voice-assistant", ["question.mp3"], { cwd });
    expect(stdout).toMatch(/heard: Count to three[^]*first sound after \d+ ms[^]*said: /);
    expect((await stat(join(cwd, "answer-1.mp3"))).size).toBeGreaterThan(1_000);
  });
});
