import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createFetchTransport } from "@openclaw/core";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

const PNG = "89504e47";

describe("infer image generate", () => {
  it("writes an image under a free name and prints its path alone into a pipe (CLI-3, IMG-3)", async () => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    for (const name of ["image-1.png", "image-2.png"]) {
      const { exitCode, stdout } = await runCli(["infer", "image", "generate", "--prompt", "a cat"], { env, cwd });
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${join(cwd, "openclaw-out", name)}\n` });
      expect(
        readFileSync(join(cwd, "openclaw-out", name))
          .subarray(0, 4)
          .toString("hex"),
      ).toBe(PNG);
    }
  });

  it("takes a free name in the folder that is named with a slash behind it (IMG-3)", async () => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    const argv = ["infer", "image", "generate", "--prompt", "a cat", "--output", "cats/"];
    for (const name of ["image-1.png", "image-2.png"]) {
      expect(await runCli(argv, { env, cwd })).toMatchObject({ exitCode: 0, stdout: `${join(cwd, "cats", name)}\n` });
    }
  });

  it("answers with the envelope that scripts know (CLI-2)", async () => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    const { stdout } = await runCli(["infer", "image", "generate", "--prompt", "a cat", "--output", "cat.png", "--json"], { env, cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      capability: "image.generate",
      transport: "local",
      provider: "openrouter",
      model: "openrouter/google/gemini-3.1-flash-image-preview",
      attempts: [{ outcome: "succeeded" }],
      outputs: [
        {
          path: join(cwd, "cat.png"),
          mimeType: "image/png",
          size: expect.any(Number) as number,
          width: expect.any(Number) as number,
          height: expect.any(Number) as number,
        },
      ],
    });
  });

  it("refuses a file that is there before anything is bought, and replaces it with --force", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    writeFileSync(join(cwd, "cat.png"), "mine");
    const argv = ["infer", "image", "generate", "--prompt", "a cat", "--output", "cat.png"];
    const { exitCode, stderr } = await runCli(argv, { env, cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("cat.png");
    expect(sandbox.requests.filter(({ method }) => method === "POST")).toEqual([]);
    expect((await runCli([...argv, "--force"], { env, cwd })).exitCode).toBe(0);
    expect(readFileSync(join(cwd, "cat.png")).subarray(0, 4).toString("hex")).toBe(PNG);
  });

  it("shows the picture on a terminal that can", async () => {
    const { env } = await testSandbox();
    const options = { env: { ...env, COLORTERM: "truecolor", CI: "1" }, terminal: true };
    expect((await runCli(["infer", "image", "generate", "--prompt", "a cat"], options)).stdout).toContain("▀");
    expect((await runCli(["infer", "image", "generate", "--prompt", "a cat", "--no-preview"], options)).stdout).not.toContain("▀");
  });

  it.each([
    [["--prompt", " "], "--prompt is blank."],
    [[], "--prompt is missing."],
    [["--prompt", "x", "--count", "9"], '--count cannot be "9".'],
    [["--prompt", "x", "--resolution", "8K"], '--resolution cannot be "8K".'],
  ])("refuses %j with exit code 2, before anything is sent (CLI-3)", async (argv, message) => {
    const { env, sandbox } = await testSandbox();
    const { exitCode, stderr } = await runCli(["infer", "image", "generate", ...argv], {
      env,
      ...(argv.length === 0 ? { stdin: "" } : {}),
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(sandbox.requests).toEqual([]);
  });
});

// IMG-3, VID-4
it.each([
  ["infer image edit --file notes.png --prompt x", "notes.png is not an image: it is text."],
  ["infer video generate --image clip.mp4 --prompt x", "clip.mp4 is not an image: it is video/mp4."],
  ["infer video generate --image notes.png:middle --prompt x", '--image has no role "middle". It is one of: first_frame,'],
  ["infer music generate --image notes.png --prompt x", "notes.png is not an image: it is text."],
])("refuses what is no picture, by its name, before anything is sent: %s", async (line, message) => {
  const { env, sandbox } = await testSandbox();
  const cwd = tempDir();
  writeFileSync(join(cwd, "notes.png"), "hello\n");
  writeFileSync(join(cwd, "clip.mp4"), "\0\0\0\x18ftypisom\0\0\x02\0isom");
  const { exitCode, stderr } = await runCli(line.split(" "), { env, cwd });
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(message) as string });
  expect(sandbox.requests.filter(({ method }) => method === "POST")).toEqual([]);
});

describe("infer video generate", () => {
  it("waits for the job, says how it fares on stderr, and writes the file (CLI-3, VID-6)", async () => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    const { exitCode, stdout, stderr } = await runCli(
      ["infer", "video", "generate", "--prompt", "waves", "--duration", "4", "--output", "waves.mp4"],
      { env, cwd },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${join(cwd, "waves.mp4")}\n` });
    expect(stderr).toMatch(/submitting to openrouter\/google\/veo-3\.1-fast: at most \$1\.20\n.*video job: /s);
    expect(readFileSync(join(cwd, "waves.mp4")).subarray(4, 8).toString()).toBe("ftyp");
  });

  it("says what moved to the nearest, before it is paid for, and in the envelope (VID-3)", async () => {
    const { env } = await testSandbox();
    const { stdout, stderr } = await runCli(["infer", "video", "generate", "--prompt", "waves", "--duration", "5", "--json"], { env });
    expect(stderr).toContain("warning: --duration 5 became 6");
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      capability: "video.generate",
      normalization: { durationSeconds: { requested: 5, applied: 6 } },
    });
  });

  it("does not say that it submits what it refuses (VID-3, CLI-4)", async () => {
    const { env, sandbox } = await testSandbox();
    const argv = ["infer", "video", "generate", "--prompt", "waves", "--duration", "5", "--strict"];
    const { exitCode, stderr } = await runCli(argv, { env });
    expect(exitCode).not.toBe(0);
    expect(stderr).not.toContain("submitting");
    expect(sandbox.requests.filter(({ method }) => method === "POST")).toEqual([]);
  });

  it("shows the first frame on a terminal that can, where ffmpeg is here (CLI-4)", async () => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    await runCli(["infer", "image", "generate", "--prompt", "a cat", "--output", "frame.png"], { env, cwd });
    writeFileSync(join(cwd, "ffmpeg"), `#!/bin/sh\n/bin/cat "${join(cwd, "frame.png")}"\n`, { mode: 0o755 });
    const argv = ["infer", "video", "generate", "--prompt", "waves", "--duration", "4"];
    const options = { env: { ...env, PATH: cwd, COLORTERM: "truecolor", CI: "1" }, cwd, terminal: true };
    expect((await runCli(argv, options)).stdout).toContain("▀");
    expect((await runCli([...argv, "--no-preview"], options)).stdout).not.toContain("▀");
    expect((await runCli(argv, { ...options, env: { ...options.env, PATH: tempDir() } })).stdout).not.toContain("▀");
  });

  it.each([["0"], ["abc"], ["-1"]])("refuses a duration of %s (VID-3)", async (duration) => {
    const { env, sandbox } = await testSandbox();
    expect((await runCli(["infer", "video", "generate", "--prompt", "waves", "--duration", duration], { env })).exitCode).toBe(2);
    expect(sandbox.requests).toEqual([]);
  });
});

describe("infer video list, status, resume and cancel", () => {
  it("finds an interrupted job again and fetches it without buying it twice (VID-5, CLI-2)", async () => {
    const { env, sandbox } = await testSandbox();
    const home = tempDir();
    const interrupt = new AbortController();
    const stopped = await runCli(["infer", "video", "generate", "--prompt", "waves", "--duration", "4"], {
      env: { ...env, OPENCLAW_POLL_INTERVAL_MS: "60000" },
      home,
      signal: interrupt.signal,
      onStderr: (text) => {
        if (text.startsWith("video job:")) interrupt.abort(new DOMException("Interrupted.", "AbortError"));
      },
    });
    expect(stopped).toMatchObject({ exitCode: 130, stdout: "", stderr: expect.stringMatching(/infer video resume \S+\n$/) as string });
    const list = async () =>
      JSON.parse((await runCli(["infer", "video", "list", "--json"], { home })).stdout) as { jobs: { id: string; state: string }[] };
    const [job] = (await list()).jobs;
    expect(job?.state).toBe("submitted");
    const id = job?.id ?? "";
    const { exitCode, stdout } = await runCli(["infer", "video", "resume", id.slice(-6)], { env, home });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${join(home, "openclaw-out", "video-1.mp4")}\n` });
    expect((await list()).jobs).toMatchObject([{ id, state: "done" }]);
    expect((await runCli(["infer", "video", "status", id], { home })).stdout).toContain("done");
    expect((await runCli(["infer", "video", "cancel", id], { home })).stdout).toBe(`${id} is done.\n`);
    expect(sandbox.requests.filter(({ method, path }) => method === "POST" && path.endsWith("/videos"))).toHaveLength(1);
  });

  it("says when there is no such job", async () => {
    expect((await runCli(["infer", "video", "list"])).stdout).toBe("No video jobs.\n");
    for (const verb of ["status", "resume", "cancel"]) expect((await runCli(["infer", "video", verb, "none"])).exitCode).toBe(1);
  });
});

describe("infer tts convert", () => {
  it("speaks what is piped in with the configured voice (TTS-1, CLI-3)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    const { exitCode, stdout } = await runCli(["infer", "tts", "convert", "--output", "letter.mp3"], {
      env,
      cwd,
      stdin: "Good morning.\n",
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${join(cwd, "letter.mp3")}\n` });
    expect(sandbox.requests.find(({ path }) => path.endsWith("/audio/speech"))?.body).toMatchObject({
      input: "Good morning.",
      voice: "af_alloy",
      response_format: "mp3",
    });
    expect(existsSync(join(cwd, "letter.mp3"))).toBe(true);
  });

  it("speaks Markdown as a person would say it, and nothing where there are no words (TTS-3)", async () => {
    const { env, sandbox } = await testSandbox();
    await runCli(["infer", "tts", "convert", "--text", "# Hello\n\n**Bold** words at https://example.com/x."], { env });
    const speech = sandbox.requests.find(({ path }) => path.endsWith("/audio/speech"))?.body as { input: string } | undefined;
    const input = speech?.input ?? "";
    expect(input).not.toMatch(/[#*]|https/);
    expect(input).toMatch(/Hello[\s\S]*Bold words/);
    const silent = await runCli(["infer", "tts", "convert", "--text", "---"], { env });
    expect(silent.exitCode).toBe(2);
    expect(sandbox.requests.filter(({ path }) => path.endsWith("/audio/speech"))).toHaveLength(1);
  });

  it("writes samples as a WAV file, or bare where the name asks for them", async () => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    await runCli(["infer", "tts", "convert", "--text", "Hi there.", "--format", "pcm"], { env, cwd });
    await runCli(["infer", "tts", "convert", "--text", "Hi there.", "--format", "pcm", "--output", "raw.pcm"], { env, cwd });
    expect(readdirSync(join(cwd, "openclaw-out"))).toEqual(["speech-1.wav"]);
    expect(existsSync(join(cwd, "raw.pcm"))).toBe(true);
  });

  it.each([
    ["tts convert", "note.wav", [], /^52494646/, { response_format: "pcm" }],
    ["tts convert", "note.mp3", ["--format", "mp3"], /^494433/, { response_format: "mp3" }],
    ["tts convert", "note.pcm", [], /^(?!52494646|494433|fff)/, { response_format: "pcm" }],
    ["tts convert", "note.WAV", ["--format", "wav"], /^52494646/, { response_format: "pcm" }],
    ["music generate", "song.mp3", [], /^fff/, { audio: { format: "mp3" } }],
    ["music generate", "song.wav", [], /^52494646/, { audio: { format: "wav" } }],
  ])("asks %s for the sound that the name %s says (CLI-2)", async (command, name, flags, head, body) => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    const { exitCode, stderr } = await runCli(["infer", ...command.split(" "), "Hi there.", "--output", name, ...flags], { env, cwd });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.not.stringContaining("was written as") as string });
    expect(sandbox.requests.findLast(({ method }) => method === "POST")?.body).toMatchObject(body);
    expect(readFileSync(join(cwd, name)).toString("hex")).toMatch(head);
  });

  it("does not call mp3 samples because of the name (IMG-3)", async () => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    const { stderr } = await runCli(["infer", "tts", "convert", "Hi there.", "--format", "mp3", "--output", "a.pcm"], { env, cwd });
    expect(stderr).toContain("a.pcm was written as a.mp3: the content is MP3.");
    expect(readdirSync(cwd)).toEqual(["a.mp3"]);
  });

  it("answers with the envelope that scripts know (CLI-2)", async () => {
    const { env } = await testSandbox();
    const { stdout } = await runCli(["infer", "tts", "convert", "--text", "Hi there.", "--json"], { env });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      capability: "tts.convert",
      provider: "openrouter",
      attempts: [{ provider: "openrouter", outcome: "success", reasonCode: "success", personaBinding: "none" }],
      outputs: [{ path: expect.stringMatching(/speech-1\.mp3$/) as string, format: "mp3", voiceCompatible: true }],
      usage: { costUsd: expect.any(Number) as number },
    });
  });
});

describe("a prompt behind the command", () => {
  it.each([
    [["infer", "model", "run"], "/chat/completions", { messages: [{ role: "user", content: "a red fox" }] }],
    [["infer", "image", "generate"], "/chat/completions", { modalities: ["image", "text"] }],
    [["infer", "video", "generate", "--duration", "4"], "/videos", { prompt: "a red fox" }],
    [["infer", "tts", "convert"], "/audio/speech", { input: "a red fox." }],
  ])("is what %j is asked (CLI-2)", async (argv, path, body) => {
    const { env, sandbox } = await testSandbox();
    expect((await runCli([...argv, "a", "red", "fox"], { env })).exitCode).toBe(0);
    expect(sandbox.requests.find((request) => request.method === "POST" && request.path.endsWith(path))?.body).toMatchObject(body);
    const flag = argv[1] === "tts" ? "--text" : "--prompt";
    const twice = await runCli([...argv, "a", "fox", flag, "a cat"], { env });
    expect(twice).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(`one in ${flag}. Keep one`) as string });
  });
});

describe("--dry-run of media", () => {
  it.each([
    [["infer", "image", "generate", "--prompt", "a cat"], "/chat/completions", { modalities: ["image", "text"] }],
    [["infer", "video", "generate", "--prompt", "waves", "--duration", "4"], "/videos", { model: "google/veo-3.1-fast", duration: 4 }],
    [
      ["infer", "tts", "convert", "--text", "Hi."],
      "/audio/speech",
      { model: "hexgrad/kokoro-82m", voice: "af_alloy", response_format: "mp3" },
    ],
  ])("prints the request of %j without a key (CLI-5)", async (argv, path, body) => {
    const transport = createFetchTransport(async () => new Response("{}", { status: 404 }));
    const { exitCode, stdout } = await runCli([...argv, "--dry-run", "--json"], { transport });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      dryRun: true,
      request: { method: "POST", url: `https://openrouter.ai/api/v1${path}`, body },
    });
  });
});

describe("tour", () => {
  it("does the four parts on the configured server and prints each file with size, cost and time (RUN-1)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    const { exitCode, stdout } = await runCli(["tour"], { env, cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Using ${sandbox.baseUrl} with the key of env:OPENROUTER_API_KEY.`);
    expect(readdirSync(join(cwd, "openclaw-out")).sort()).toEqual(["image-1.png", "speech-1.mp3", "video-1.mp4"]);
    for (const kind of ["image-1.png", "video-1.mp4", "speech-1.mp3"]) {
      expect(stdout).toMatch(new RegExp(`openclaw-out/${kind.replace(".", "\\.")} {2}[\\d.]+ [KM]?B · \\$[\\d.]+ · [\\d.]+ m?s\n`));
    }
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .filter((line) => line.startsWith("openclaw ")),
    ).toHaveLength(3);
  });

  it("goes on after a part that fails, and says so by its exit code", async () => {
    const { env, sandbox } = await testSandbox();
    sandbox.setFault({ name: "status-402", path: "/audio/speech" });
    const cwd = tempDir();
    const { exitCode, stdout, stderr } = await runCli(["tour", "--skip", "video", "--skip", "image"], { env, cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("1 of 2 parts failed");
    expect(stderr).toMatch(/openclaw: .*(credit|balance|402)/i);
  });

  it("does not fall back to the sandbox from a server of the user's own (RUN-1, KEY-4)", async () => {
    const { env } = await testSandbox();
    const { exitCode, stderr } = await runCli(["tour"], { env: { OPENROUTER_BASE_URL: env["OPENROUTER_BASE_URL"] ?? "" } });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("OpenRouter API key missing");
  });
});
