import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const sent = (requests: readonly { path: string; body?: unknown }[], path: string) =>
  requests.filter((request) => request.path.endsWith(path)).map(({ body }) => body as Record<string, unknown>);

function homeWith(config: string): string {
  const home = tempDir();
  mkdirSync(join(home, ".openclaw"));
  writeFileSync(join(home, ".openclaw", "openclaw.json"), config);
  return home;
}

const oneInput = (bytes: Uint8Array) => ({
  isTty: false,
  async *[Symbol.asyncIterator]() {
    yield bytes;
  },
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Something that this sandbox has spoken, and so can hear. */
async function spokenNote(env: Readonly<Record<string, string>>, text: string): Promise<string> {
  const cwd = tempDir();
  expect((await runCli(["infer", "tts", "convert", "--text", text, "--output", "note.mp3"], { env, cwd })).exitCode).toBe(0);
  return cwd;
}

describe("infer audio transcribe", () => {
  it("writes what is said to stdout, with the configured language (STT-1, CLI-3)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = await spokenNote(env, "Remember the milk.");
    const home = homeWith(`{ tools: { media: { audio: { language: "en" } } } }`);
    const result = await runCli(["infer", "audio", "transcribe", "--file", "note.mp3"], { env, cwd, home });
    expect(result).toEqual({ exitCode: 0, stdout: "Remember the milk.\n", stderr: "" });
    expect(sent(sandbox.requests, "/audio/transcriptions")).toMatchObject([
      { model: "openai/whisper-large-v3-turbo", language: "en", input_audio: { format: "mp3" } },
    ]);
  });

  it("says when it was said with --timestamps, and everything with --json (STT-1, CLI-2)", async () => {
    const { env } = await testSandbox();
    const cwd = await spokenNote(env, "Remember the milk.");
    const timed = await runCli(["infer", "audio", "transcribe", "note.mp3", "--timestamps"], { env, cwd });
    expect(timed.stdout).toMatch(/^\[0:00\.0 - 0:0\d\.\d\] Remember the milk\.\n$/);
    const { stdout } = await runCli(["infer", "audio", "transcribe", "note.mp3", "--json"], { env, cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      capability: "audio.transcribe",
      outputs: [{ path: join(cwd, "note.mp3"), text: "Remember the milk.", kind: "audio.transcription" }],
    });
  });

  it("goes on with the next model of tools.media.audio when one fails (STT-1)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = await spokenNote(env, "Remember the milk.");
    sandbox.setFault({ name: "status-404", path: "/audio/transcriptions", times: 1 });
    const models = `[{ provider: "openrouter", model: "openai/gpt-4o-mini-transcribe" }, { provider: "openrouter", model: "openai/whisper-large-v3-turbo" }]`;
    const home = homeWith(`{ tools: { media: { audio: { models: ${models} } } } }`);
    const { exitCode, stdout } = await runCli(["infer", "audio", "transcribe", "note.mp3"], { env, cwd, home });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "Remember the milk.\n" });
    expect(sent(sandbox.requests, "/audio/transcriptions").map(({ model }) => model)).toEqual([
      "openai/gpt-4o-mini-transcribe",
      "openai/whisper-large-v3-turbo",
    ]);
  });

  it.each([
    ["no recording", ["infer", "audio", "transcribe"], 2, "--file is missing."],
    ["no sound", ["infer", "audio", "transcribe", "notes.txt"], 2, "could not resolve audio format"],
    ["no such file", ["infer", "audio", "transcribe", "none.mp3"], 1, "none.mp3"],
  ])("refuses %s before anything is sent (CLI-3)", async (_name, argv, code, message) => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    writeFileSync(join(cwd, "notes.txt"), "remember the milk");
    const { exitCode, stdout, stderr } = await runCli(argv, { env, cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(stderr).toContain(message);
    expect(sent(sandbox.requests, "/audio/transcriptions")).toEqual([]);
  });
});

describe("voice notes in chat", () => {
  it("are written down for a model that cannot hear, and may be the whole question (MED-1, STT-1)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = await spokenNote(env, "What is a fallback?");
    const { exitCode } = await runCli(["chat", "-m", "openrouter/anthropic/claude-sonnet-4.6", "-f", "note.mp3"], { env, cwd, stdin: "" });
    expect(exitCode).toBe(0);
    expect(sent(sandbox.requests, "/chat/completions")[0]).toMatchObject({
      messages: [{ role: "user", content: [{ type: "text", text: "[Audio]\nTranscript:\nWhat is a fallback?" }] }],
    });
  });

  it("are answered aloud with messages.tts.auto inbound (TTS-2)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = await spokenNote(env, "What is a fallback?");
    const home = homeWith(`{ messages: { tts: { auto: "inbound" } } }`);
    const before = sent(sandbox.requests, "/audio/speech").length;
    await runCli(["chat", "-m", "openrouter/anthropic/claude-sonnet-4.6", "-f", "note.mp3", "Answer it."], { env, cwd, home });
    expect(sent(sandbox.requests, "/audio/speech").length).toBeGreaterThan(before);
  });
});

describe("attachments", () => {
  it("are checked against what the model takes, before anything is sent (MED-1)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    writeFileSync(join(cwd, "photo.png"), PNG);
    const { exitCode, stdout, stderr } = await runCli(["chat", "-m", "openrouter/openai/gpt-oss-120b", "-f", "photo.png", "What?"], {
      env,
      cwd,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("takes no image input");
    expect(sent(sandbox.requests, "/chat/completions")).toEqual([]);
  });

  it("are PDF, video and pictures by URL, which the provider fetches (MED-1)", async () => {
    const { env, sandbox } = await testSandbox();
    const files = ["a.pdf", "b.mp4", "c.webp"].flatMap((name) => ["-f", `https://example.com/${name}?x=1`]);
    expect((await runCli(["chat", "-m", "openrouter/google/gemini-2.5-pro", ...files, "What?"], { env })).exitCode).toBe(0);
    const { messages } = sent(sandbox.requests, "/chat/completions")[0] as { messages: { content: { type: string }[] }[] };
    expect(messages[0]!.content.map(({ type }) => type).toSorted()).toEqual(["file", "image_url", "text", "video_url"]);
  });

  it("are what is piped in where --file is -, which is no text of the question then (MED-1, CLI-3)", async () => {
    const { env, sandbox } = await testSandbox();
    const data = `data:image/png;base64,${PNG.toString("base64")}`;
    const piped = { env, stdinStream: oneInput(PNG) };
    const model = ["-m", "openrouter/google/gemini-2.5-pro"];
    expect(await runCli(["chat", ...model, "-f", "-", "What is this?"], piped)).toMatchObject({ exitCode: 0 });
    expect(sent(sandbox.requests, "/chat/completions").at(-1)).toMatchObject({
      messages: [{ content: [{ image_url: { url: data } }, { text: "What is this?" }] }],
    });
    expect(await runCli(["infer", "image", "describe", ...model, "-f", "-"], piped)).toMatchObject({ exitCode: 0 });
    expect(JSON.stringify(sent(sandbox.requests, "/chat/completions").at(-1))).toContain(data);
    expect(
      await runCli(["infer", "image", "edit", "-f", "-", "--prompt", "at night", "-o", "-"], { ...piped, cwd: tempDir() }),
    ).toMatchObject({
      exitCode: 0,
    });
    expect(JSON.stringify(sent(sandbox.requests, "/chat/completions").at(-1))).toContain(data);
  });

  it.each([
    ["nothing", ["-f", "-"], "", "attaches what is piped in, and nothing was"],
    ["stdin twice", ["-f", "-", "-i", "-"], "a", "Stdin can be attached once."],
  ])("are refused where - stands for %s (CLI-3)", async (_name, flags, stdin, message) => {
    const { env, sandbox } = await testSandbox();
    const { exitCode, stderr } = await runCli(["chat", ...flags, "What?"], { env, stdin });
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(message) as string });
    expect(sent(sandbox.requests, "/chat/completions")).toEqual([]);
  });

  it("may be text in UTF-16 with a byte order mark; another encoding is refused with what to do (MED-1)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    writeFileSync(join(cwd, "windows.txt"), Buffer.from("\ufeffFüchse", "utf16le"));
    writeFileSync(join(cwd, "old.txt"), Buffer.from("Füchse\n", "latin1"));
    expect(await runCli(["chat", "-f", "windows.txt", "What?"], { env, cwd })).toMatchObject({ exitCode: 0 });
    expect(JSON.stringify(sent(sandbox.requests, "/chat/completions").at(-1))).toContain("File windows.txt:\\n\\nFüchse");
    expect((await runCli(["chat", "-f", "old.txt", "What?"], { env, cwd })).stderr).toBe(
      "openclaw: old.txt is not UTF-8. Convert it first, such as with: iconv -f LATIN1 -t UTF-8\n",
    );
  });

  it("at the local network's addresses are fetched once the configuration allows them, as the refusal advises (MED-1)", async () => {
    const { env, sandbox } = await testSandbox();
    const notes = createServer((_request, response) => response.setHeader("content-type", "text/plain").end("The harbour opens at six."));
    const port = await listening(notes);
    const home = homeWith(`{ models: { providers: { openrouter: { request: { allowPrivateNetwork: true } } } } }`);
    const line = ["chat", "-f", `http://127.0.0.1:${port}/notes.txt`, "When?"];
    expect(await runCli(line, { env, home })).toMatchObject({ exitCode: 0 });
    expect(JSON.stringify(sent(sandbox.requests, "/chat/completions"))).toContain("The harbour opens at six.");
    const closed = await runCli(line, { env });
    expect(closed.exitCode).toBe(1);
    expect(closed.stderr).toContain("models.providers.openrouter.request.allowPrivateNetwork");
  });

  it("at the local network's addresses are not fetched for a stranger's URL (MED-1, KEY-6)", async () => {
    const { env, sandbox } = await testSandbox();
    const { exitCode, stderr } = await runCli(["chat", "-f", `${new URL(sandbox.baseUrl).origin}/note.mp3`, "What?"], { env });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("127.0.0.1");
    expect(sandbox.requests.filter(({ path }) => path.includes("note.mp3"))).toEqual([]);
  });
});

describe("infer image edit", () => {
  it("sends the pictures that it is given, and saves what comes back (IMG-3, CLI-2)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    await runCli(["infer", "image", "generate", "--prompt", "a cat", "--output", "cat.png"], { env, cwd });
    const argv = ["infer", "image", "edit", "--file", "cat.png", "--prompt", "with a hat", "--output", "hat.png", "--json"];
    const { exitCode, stdout } = await runCli(argv, { env, cwd });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, capability: "image.edit", outputs: [{ path: join(cwd, "hat.png") }] });
    const body = sent(sandbox.requests, "/chat/completions").at(-1);
    expect(JSON.stringify(body)).toContain(readFileSync(join(cwd, "cat.png")).toString("base64").slice(0, 200));
  });

  it("needs a picture, and refuses one that is not there (IMG-3, CLI-3)", async () => {
    const { env, sandbox } = await testSandbox();
    expect((await runCli(["infer", "image", "edit", "--prompt", "x"], { env })).exitCode).toBe(2);
    expect((await runCli(["infer", "image", "edit", "--prompt", "x", "--file", "none.png"], { env })).exitCode).toBe(1);
    expect(sandbox.requests).toEqual([]);
  });
});

describe("infer image describe", () => {
  it("prints what a model sees, or the envelope (MED-1, CLI-2)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    writeFileSync(join(cwd, "photo.png"), PNG);
    const plain = await runCli(["infer", "image", "describe", "--file", "photo.png", "--prompt", "What colour?"], { env, cwd });
    expect(plain.exitCode).toBe(0);
    expect(plain.stdout).toContain("image");
    expect(JSON.stringify(sent(sandbox.requests, "/chat/completions")[0])).toContain("What colour?");
    const { stdout } = await runCli(["infer", "image", "describe", "--file", "photo.png", "--json"], { env, cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      capability: "image.describe",
      outputs: [{ path: "photo.png", provider: "openrouter", kind: "image.description", text: expect.any(String) as string }],
    });
  });

  it("describes many in their order, reports the one that fails, and goes on (MED-1, CLI-3)", async () => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    writeFileSync(join(cwd, "a.png"), PNG);
    writeFileSync(join(cwd, "c.png"), PNG);
    const { exitCode, stdout, stderr } = await runCli(["infer", "image", "describe-many", "a.png", "b.png", "c.png"], { env, cwd });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^a\.png\n[\s\S]+\nc\.png\n[\s\S]+/);
    expect(stderr).toMatch(/^b\.png: /);
    const whole = JSON.parse(
      (await runCli(["infer", "image", "describe-many", "a.png", "b.png", "--json"], { env, cwd })).stdout,
    ) as unknown;
    expect(whole).toMatchObject({ ok: false, outputs: [{ path: "a.png" }, { path: "b.png", error: { code: "file_io" } }] });
  });
});

describe("infer music generate", () => {
  it("writes a track, and tells about it with --json (MUS-1, CLI-2)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    const { exitCode, stdout } = await runCli(["infer", "music", "generate", "--prompt", "slow piano", "--instrumental"], { env, cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${join(cwd, "openclaw-out", "music-1.wav")}\n` });
    expect(JSON.stringify(sent(sandbox.requests, "/chat/completions")[0])).toContain("Instrumental only.");
    const mp3 = await runCli(["infer", "music", "generate", "--prompt", "a song", "--format", "mp3", "--output", "song.mp3", "--json"], {
      env,
      cwd,
    });
    expect(JSON.parse(mp3.stdout)).toMatchObject({
      ok: true,
      capability: "music.generate",
      outputs: [{ path: join(cwd, "song.mp3"), mimeType: "audio/mpeg" }],
    });
  });

  it("refuses lyrics without a voice, before anything is sent (MUS-1, CLI-3)", async () => {
    const { env, sandbox } = await testSandbox();
    const argv = ["infer", "music", "generate", "--prompt", "x", "--instrumental", "--lyrics", "la"];
    expect((await runCli(argv, { env })).exitCode).toBe(2);
    expect(sandbox.requests).toEqual([]);
  });
});

describe("infer embedding create", () => {
  it("prints one vector a line, for flags and for lines of stdin (CLI-2, CLI-3)", async () => {
    const { env, sandbox } = await testSandbox();
    const vectors = (stdout: string) =>
      stdout
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as number[]).length);
    const two = await runCli(["infer", "embedding", "create", "--text", "a fox", "--text", "a whale", "--dimensions", "8"], { env });
    expect({ exitCode: two.exitCode, vectors: vectors(two.stdout), stderr: two.stderr }).toEqual({
      exitCode: 0,
      vectors: [8, 8],
      stderr: "",
    });
    const piped = await runCli(["infer", "embedding", "create", "--lines"], { env, stdin: "one\n\ntwo\nthree\n" });
    expect(vectors(piped.stdout)).toHaveLength(3);
    expect(sent(sandbox.requests, "/embeddings")[1]).toMatchObject({
      model: "openai/text-embedding-3-small",
      input: ["one", "two", "three"],
    });
  });

  it("answers with the envelope, shows its request with --dry-run, and needs a text (CLI-2, CLI-5)", async () => {
    const { env } = await testSandbox();
    const { stdout } = await runCli(["infer", "embedding", "create", "--text", "a fox", "--json"], { env });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      capability: "embedding.create",
      outputs: [{ text: "a fox", dimensions: 256 }],
      usage: { promptTokens: expect.any(Number) as number },
    });
    const dry = await runCli(["infer", "embedding", "create", "--text", "a fox", "--dry-run", "--json"]);
    expect(JSON.parse(dry.stdout)).toMatchObject({
      request: { url: "https://openrouter.ai/api/v1/embeddings", body: { input: ["a fox"] } },
    });
    expect((await runCli(["infer", "embedding", "create"], { env, stdin: " \n" })).exitCode).toBe(2);
  });
});

describe("infer tts voices", () => {
  it("lists the voices of the catalogue, by model and language (CLI-2)", async () => {
    const { env } = await testSandbox();
    const { exitCode, stdout } = await runCli(
      ["infer", "tts", "voices", "--model", "hexgrad/kokoro-82m", "--language", "en-GB", "--plain"],
      { env },
    );
    expect(exitCode).toBe(0);
    expect(stdout.split("\n")).toContain("bm_george");
    expect(stdout).not.toContain("af_alloy");
    const all = JSON.parse((await runCli(["infer", "tts", "voices", "--json"], { env })).stdout) as {
      voices: { id: string; current: boolean }[];
    };
    expect(all.voices.filter(({ current }) => current).map(({ id }) => id)).toEqual(["af_alloy"]);
  });
});

describe("infer tts convert of long text", () => {
  it("speaks what is longer than one request may be, sentence by sentence, into one recording (TTS-3, TTS-4)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    const home = homeWith(`{ messages: { tts: { maxTextLength: 60 } } }`);
    const text = "This is the first sentence here. This is the second one. And a third one follows.";
    const { exitCode, stdout, stderr } = await runCli(["infer", "tts", "convert", "--output", "long.mp3"], { env, cwd, home, stdin: text });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${join(cwd, "long.mp3")}\n` });
    expect(stderr).toMatch(/of sound; first sound after [\d.]+ m?s\n$/);
    const inputs = sent(sandbox.requests, "/audio/speech").map(({ input }) => String(input).trim());
    expect(inputs.join(" ")).toBe(text);
    expect(inputs).toHaveLength(3);
  });
});
