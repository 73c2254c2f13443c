import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it, vi } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

const paid = (requests: readonly { method: string; path: string }[]) =>
  requests.filter(({ method, path }) => method === "POST" && /\/(?:chat\/completions|images|videos)$/.test(path)).length;

// VID-5, IMG-3, MUS-1
describe("what may have been billed", () => {
  it.each([
    ["image", ["infer", "image", "generate", "--prompt", "a cat", "--output", "cat.png"], "cat.png"],
    ["music", ["infer", "music", "generate", "--prompt", "slow piano", "--output", "song.wav"], "song.wav"],
  ])("is not bought again by the same command: %s; it says when, lists it, and buys it with --force", async (kind, argv, name) => {
    const { env, sandbox } = await testSandbox();
    const [home, cwd] = [tempDir(), tempDir()];
    // A gateway answers with its own page in place of what was bought.
    sandbox.setFault({ name: "html-page", path: "/chat/completions", times: 1 });
    const first = await runCli(argv, { env, home, cwd });
    expect(first.exitCode).toBe(1);
    expect(first.stderr).toContain("It is not known whether");
    const again = await runCli(argv, { env, home, cwd });
    expect(again).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringMatching(/asked for at 20\d\d-.*--force/) as string });
    expect(paid(sandbox.requests)).toBe(1);
    expect((await runCli(["infer", kind, "list"], { home })).stdout).toContain("outcome-unknown");
    const resumed = await runCli(["infer", kind, "resume", kind], { home });
    expect(resumed).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("openrouter.ai/activity") as string });
    expect(await runCli([...argv, "--force"], { env, home, cwd })).toMatchObject({ exitCode: 0, stdout: `${join(cwd, name)}\n` });
    expect(paid(sandbox.requests)).toBe(2);
    const { jobs } = JSON.parse((await runCli(["infer", kind, "list", "--json"], { home })).stdout) as { jobs: { state: string }[] };
    expect(jobs.map(({ state }) => state).toSorted()).toEqual(["cancelled", "done"]);
  });
});

// VID-5, CLI-3
it.each(["image", "music"])("says of a job that Ctrl-C leaves without its answer that it may be billed: %s", async (kind) => {
  const { env, sandbox } = await testSandbox();
  sandbox.setFault({ name: "comments-only", path: "/chat/completions" });
  const controller = new AbortController();
  const argv = ["infer", kind, "generate", "--prompt", "a cat"];
  const running = runCli(argv, { env, home: tempDir(), cwd: tempDir(), signal: controller.signal });
  await vi.waitFor(() => expect(paid(sandbox.requests)).toBe(1), { timeout: 10_000 });
  controller.abort(new DOMException("", "AbortError"));
  const { exitCode, stderr } = await running;
  expect(exitCode).toBe(130);
  expect(stderr).toMatch(
    new RegExp(`The ${kind} was asked for already: it may be billed, though its answer was not waited for \\(${kind}-`),
  );
});

// IMG-3, MUS-1
describe("what is bought and has no place", () => {
  it("is kept, said with the command that puts it elsewhere, and put there without buying it again", async () => {
    const { env, sandbox } = await testSandbox();
    const [home, cwd] = [tempDir(), tempDir()];
    const folder = join(cwd, "out");
    mkdirSync(folder);
    // While the picture is made, a file takes the folder's place.
    sandbox.setFault({ name: "slow-first-token", param: 300, path: "/chat/completions", times: 1 });
    const running = runCli(["infer", "image", "generate", "--prompt", "a cat", "--output", "out/cat.png"], { env, home, cwd });
    await vi.waitUntil(() => paid(sandbox.requests) > 0, { interval: 5, timeout: 10_000 });
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "in the way");
    const { exitCode, stdout, stderr } = await running;
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("could not be written");
    const id = /infer image resume (\S+) --output FILE/.exec(stderr)?.[1] ?? "";
    const again = await runCli(["infer", "image", "generate", "--prompt", "a cat", "--output", "out/cat.png"], { env, home, cwd });
    expect(again).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`infer image resume ${id} --output FILE`) as string });
    expect((await runCli(["infer", "image", "list"], { home })).stdout).toContain("received");
    const spent = async () => (JSON.parse((await runCli(["usage", "--json"], { home })).stdout) as { total: unknown }).total;
    const once = { turns: 1, costUsd: expect.closeTo(0.078, 3) as number };
    expect(await spent()).toMatchObject(once);
    const put = await runCli(["infer", "image", "resume", id, "--output", "elsewhere.png"], { home, cwd });
    expect(put).toMatchObject({ exitCode: 0, stdout: `${join(cwd, "elsewhere.png")}\n` });
    expect(readFileSync(join(cwd, "elsewhere.png")).subarray(1, 4).toString()).toBe("PNG");
    expect(paid(sandbox.requests)).toBe(1);
    expect(await spent()).toMatchObject(once);
    expect(readdirSync(join(home, ".openclaw", "jobs", "image")).filter((name) => name.endsWith(".answer"))).toEqual([]);
  });

  it("is told when music has another name than the one that was asked for", async () => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    const argv = ["infer", "music", "generate", "--prompt", "slow piano", "--format", "wav", "--output", "song.mp3"];
    const { exitCode, stdout, stderr } = await runCli(argv, { env, cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${join(cwd, "song.wav")}\n` });
    expect(stderr).toContain("song.mp3 was written as song.wav: the content is WAV.");
  });
});

// VID-6, CLI-3
describe("a video job on the way", () => {
  const argv = ["infer", "video", "generate", "--prompt", "waves", "--duration", "4"];

  it("is events with --stream-json, the result last", async () => {
    const { env } = await testSandbox();
    const [home, cwd] = [tempDir(), tempDir()];
    const lines = async () =>
      (await runCli([...argv, "--stream-json"], { env, home, cwd })).stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const events = await lines();
    expect([...new Set(events.map(({ type }) => type))]).toEqual(["job", "plan", "progress", "bytes", "result"]);
    expect(events.filter(({ type }) => type === "job").map(({ state }) => state)).toContain("submitted");
    expect(events.some((event) => "estimatedLeftMs" in event)).toBe(false);
    expect(events.at(-1)).toMatchObject({ type: "result", ok: true, capability: "video.generate", outputs: [{ mimeType: "video/mp4" }] });
    // The first job tells how long the next will probably take.
    const next = (await lines()).filter(({ type }) => type === "progress");
    expect(next.every(({ estimatedLeftMs }) => typeof estimatedLeftMs === "number" && estimatedLeftMs >= 0)).toBe(true);
  });

  it("says how long it will probably take only where earlier ones tell", async () => {
    const { env } = await testSandbox();
    const [home, cwd] = [tempDir(), tempDir()];
    expect((await runCli(argv, { env, home, cwd })).stderr).not.toContain("left");
    expect((await runCli(argv, { env, home, cwd })).stderr).toMatch(/video job: \w+, (?:about .+ left by earlier jobs|longer than usual)/);
  });

  it("is listed nowhere when it was the sandbox's, and that is said", async () => {
    expect((await runCli(["infer", "video", "list", "--sandbox"])).stdout).toBe(
      "No video jobs: those of the sandbox end with their command.\n",
    );
  });
});

// IMG-1, VID-1, MUS-1, CFG-3
describe("the models of agents.defaults.mediaModels", () => {
  it.each([
    [
      "image",
      "openrouter/google/gemini-3-pro-image-preview",
      ["--aspect-ratio", "16:9"],
      "/chat/completions",
      { modalities: ["image", "text"], n: 1 },
    ],
    ["video", "openrouter/google/veo-3.1", ["--duration", "4"], "/videos", { duration: 4 }],
    ["music", "openrouter/google/lyria-3-clip-preview", [], "/chat/completions", { modalities: ["text", "audio"], stream: true }],
  ] as const)("are what is asked for, in the bytes that are sent: %s", async (kind, model, flags, path, shape) => {
    const { env, sandbox } = await testSandbox();
    const home = tempDir();
    mkdirSync(join(home, ".openclaw"));
    const config = `{ agents: { defaults: { mediaModels: { ${kind}: { primary: "${model}" } } } } }`;
    writeFileSync(join(home, ".openclaw", "openclaw.json"), config);
    const result = await runCli(["infer", kind, "generate", "--prompt", "the sea", ...flags], { env, home, cwd: tempDir() });
    expect(result.exitCode, result.stderr).toBe(0);
    const sent = sandbox.requests.find((request) => request.method === "POST" && request.path.endsWith(path));
    expect(sent?.body).toMatchObject({ model: model.replace("openrouter/", ""), ...shape });
  });
});

// VID-5, CHAT-11
describe("what an agent makes", () => {
  it("is journaled like what is asked for directly", async () => {
    const { env } = await testSandbox();
    const home = tempDir();
    const argv = ["agent", "--message", 'Use image_generate to paint "a lighthouse"'];
    expect((await runCli(argv, { env, home, cwd: tempDir() })).exitCode).toBe(0);
    const { jobs } = JSON.parse((await runCli(["infer", "image", "list", "--json"], { home })).stdout) as { jobs: unknown[] };
    expect(jobs).toMatchObject([{ state: "done", kind: "image", files: [{ mediaType: "image/png" }] }]);
  });
});

// KEY-6, CLI-5
describe("the dry run of an edit", () => {
  it.each([[[]], [["--json"]]])("shows a picture's URL without the name and password in it %j", async (more) => {
    const url = "https://me:hunter2@cdn.example.com/a.png?size=2";
    const argv = ["infer", "image", "edit", "--file", url, "--prompt", "night", "--dry-run", "--base-url", "http://127.0.0.1:9/api/v1"];
    const { exitCode, stdout } = await runCli([...argv, ...more]);
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain("hunter2");
    expect(stdout).toContain("https://[redacted]@cdn.example.com/a.png?size=2");
  });
});
