import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempDir } from "@openclaw/testing";
import { describe, expect, it } from "vitest";
import { runCli } from "../testing/run-cli.js";
import { testSandbox } from "../testing/test-sandbox.js";

const spoken = (requests: readonly { path: string; body?: unknown }[]) =>
  requests.filter(({ path }) => path.endsWith("/audio/speech")).map(({ body }) => body as { input: string; voice: string });

function homeWith(config: string): string {
  const home = tempDir();
  mkdirSync(join(home, ".openclaw"));
  writeFileSync(join(home, ".openclaw", "openclaw.json"), config);
  return home;
}

/** A folder for PATH with one program in it, which keeps what it gets. */
function fakePlayer(
  name: string,
  script = 'cat > "$0.heard"; echo "$@" > "$0.args"',
): { readonly bin: string; readonly heard: () => Buffer; readonly args: () => string } {
  const bin = tempDir();
  const path = join(bin, name);
  writeFileSync(path, `#!/bin/sh\nPATH=/bin:/usr/bin\n${script}\n`);
  chmodSync(path, 0o755);
  return { bin, heard: () => readFileSync(`${path}.heard`), args: () => readFileSync(`${path}.args`, "utf8").trim() };
}

describe("--speak", () => {
  it.each([
    ["chat", ["chat", "--speak", "Say: One is here. Two is here. Three is here."]],
    ["agent", ["agent", "--no-tools", "--speak", "--message", "Say: One is here. Two is here. Three is here."]],
  ])(
    "of %s speaks the answer sentence by sentence into one file, with nothing but the answer on stdout (TTS-4, CLI-3)",
    async (_name, argv) => {
      const { env, sandbox } = await testSandbox();
      const cwd = tempDir();
      const { exitCode, stdout, stderr } = await runCli(argv, { env, cwd });
      expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "One is here. Two is here. Three is here.\n" });
      expect(stderr).toMatch(/^openclaw-out\/speech-1\.mp3 {2}\d+ KB · [\d.]+ m?s of sound · first sound after [\d.]+ m?s · \$[\d.]+\n$/);
      expect(spoken(sandbox.requests).map(({ input }) => input.trim())).toEqual(["One is here.", "Two is here.", "Three is here."]);
      expect(existsSync(join(cwd, "openclaw-out", "speech-1.mp3"))).toBe(true);
    },
  );

  it("begins to speak before the answer is complete (TTS-4)", async () => {
    const { env, sandbox } = await testSandbox();
    const { stdout } = await runCli(["chat", "--speak", "--json", "Say: One is here. Two is here."], { env, cwd: tempDir() });
    const { speech } = JSON.parse(stdout) as { speech: { firstAudioMs: number; audioMs: number; path: string; ok: boolean } };
    expect(speech).toMatchObject({ ok: true, firstAudioMs: expect.any(Number) as number });
    expect(speech.audioMs).toBeGreaterThan(500);
    expect(spoken(sandbox.requests)).toHaveLength(2);
  });

  it("takes voice, speed and format from the flags, and writes samples as a WAV file (TTS-1, CLI-2)", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    const flags = ["--voice", "bm_george", "--speed", "1.5", "--format", "pcm", "--output", "note.wav"];
    expect((await runCli(["chat", ...flags, "Say: Good morning."], { env, cwd })).exitCode).toBe(0);
    expect(spoken(sandbox.requests)[0]).toMatchObject({ voice: "bm_george", speed: 1.5, response_format: "pcm" });
    const wav = readFileSync(join(cwd, "note.wav"));
    expect(wav.subarray(0, 4).toString()).toBe("RIFF");
    expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
  });

  it("leaves the answer unharmed when the speech fails, says so, and ends with 1 (TTS-2, CLI-3)", async () => {
    const { env, sandbox } = await testSandbox();
    sandbox.setFault({ name: "status-402", path: "/audio/speech" });
    const cwd = tempDir();
    const { exitCode, stdout, stderr } = await runCli(["chat", "--speak", "Say: One is here."], { env, cwd });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "One is here.\n" });
    expect(stderr).toContain("warning: Sentence 1 is not spoken: ");
    expect(existsSync(join(cwd, "openclaw-out", "speech-1.mp3"))).toBe(false);
  });

  it("refuses a file that is there before anything is asked", async () => {
    const { env, sandbox } = await testSandbox();
    const cwd = tempDir();
    writeFileSync(join(cwd, "note.mp3"), "mine");
    expect((await runCli(["chat", "--output", "note.mp3", "hello"], { env, cwd })).exitCode).toBe(1);
    expect(sandbox.requests.filter(({ method }) => method === "POST")).toEqual([]);
  });
});

describe("--play", () => {
  it("streams the sound into a player that is here, and keeps no file (TTS-5)", async () => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    const player = fakePlayer("mpg123");
    const { exitCode, stdout, stderr } = await runCli(["chat", "--play", "Say: One is here. Two is here."], {
      env: { ...env, PATH: player.bin },
      cwd,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "One is here. Two is here.\n" });
    expect(stderr).toMatch(/^spoken {2}[\d.]+ m?s of sound · first sound after /);
    expect(player.heard().length).toBeGreaterThan(1000);
    expect(player.args()).toBe("-q -");
    expect(existsSync(join(cwd, "openclaw-out"))).toBe(false);
  });

  it("asks for samples where the player plays nothing else, and hands them over without a header (TTS-5)", async () => {
    const { env, sandbox } = await testSandbox();
    const player = fakePlayer("aplay");
    const argv = ["infer", "tts", "convert", "--text", "Good morning.", "--play", "--output", "note.wav"];
    const cwd = tempDir();
    expect((await runCli(argv, { env: { ...env, PATH: player.bin }, cwd })).exitCode).toBe(0);
    expect(spoken(sandbox.requests)[0]).toMatchObject({ response_format: "pcm" });
    expect(player.args()).toMatch(/^-q -t raw -f S16_LE -r \d+ -c 1$/);
    expect(player.heard().equals(readFileSync(join(cwd, "note.wav")).subarray(44))).toBe(true);
  });

  it.each([
    ["infer tts convert", ["infer", "tts", "convert", "--play", "One is here."]],
    ["chat", ["chat", "--play", "Say: One is here."]],
  ])("keeps what %s has paid for when nothing can play it (TTS-5)", async (_name, argv) => {
    const { env } = await testSandbox();
    const cwd = tempDir();
    expect((await runCli(argv, { env: { ...env, PATH: tempDir() }, cwd })).exitCode).toBe(0);
    expect(existsSync(join(cwd, "openclaw-out", "speech-1.mp3"))).toBe(true);
  });

  it("says what could play the sound when nothing can, and when a player fails (TTS-5)", async () => {
    const { env } = await testSandbox();
    const none = await runCli(["chat", "--play", "Say: One is here."], { env: { ...env, PATH: tempDir() } });
    expect(none).toMatchObject({ exitCode: 0, stdout: "One is here.\n" });
    expect(none.stderr).toContain("install one of ffplay, mpg123, afplay, paplay, aplay. The sound is kept");
    const broken = await runCli(["chat", "--play", "Say: One is here."], { env: { ...env, PATH: fakePlayer("ffplay", "exit 3").bin } });
    expect(broken).toMatchObject({ exitCode: 0, stdout: "One is here.\n" });
    expect(broken.stderr).toContain("ffplay ended with code 3.");
  });
});

describe("Ctrl-C", () => {
  it("ends the player at once, and the command with 130 (CLI-3, TTS-5)", async () => {
    const { env } = await testSandbox();
    const interrupt = new AbortController();
    const player = fakePlayer("mpg123", 'echo $$ > "$0.pid"; exec sleep 60');
    const { exitCode, stdout } = await runCli(["chat", "--play", "Say: One is here. Two is here."], {
      env: { ...env, PATH: player.bin },
      signal: interrupt.signal,
      onStdout: () =>
        void waitFor(join(player.bin, "mpg123.pid")).then(() => interrupt.abort(new DOMException("Interrupted.", "AbortError"))),
    });
    expect({ exitCode, stdout: stdout.startsWith("One is here.") }).toEqual({ exitCode: 130, stdout: true });
    const pid = Number(readFileSync(join(player.bin, "mpg123.pid"), "utf8"));
    await expect.poll(() => isRunning(pid), { timeout: 15_000 }).toBe(false);
  });
});

async function waitFor(path: string): Promise<void> {
  // A busy machine takes its time to start a program.
  await expect.poll(() => existsSync(path) && readFileSync(path, "utf8").trim() !== "", { timeout: 15_000 }).toBe(true);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("messages.tts.auto", () => {
  const answer = "Say: Good morning to you all. [[tts:voice=bm_george]] Sleep well.";
  const auto = (mode: string) => homeWith(`{ messages: { tts: { auto: "${mode}" } } }`);

  it("speaks always, in the voice that the answer asks for, and shows no directive (TTS-2)", async () => {
    const { env, sandbox } = await testSandbox();
    const { exitCode, stdout, stderr } = await runCli(["chat", answer], { env, home: auto("always") });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Good morning to you all\. +Sleep well\.\n$/);
    expect(stderr).toContain("speech-1.mp3");
    expect(spoken(sandbox.requests).map(({ voice }) => voice)).toEqual(["bm_george", "bm_george"]);
  });

  it.each([
    ["off", answer, 0],
    ["tagged", "Say: Good morning to you all.", 0],
    ["tagged", answer, 1],
    ["inbound", answer, 0],
  ])("%s: %j is spoken %i times (TTS-2)", async (mode, question, times) => {
    const { env, sandbox } = await testSandbox();
    const { exitCode } = await runCli(["agent", "--no-tools", "--message", question], { env, home: auto(mode) });
    expect(exitCode).toBe(0);
    expect(Math.min(1, spoken(sandbox.requests).length)).toBe(times);
  });

  it("tells the visible text alone in --json (TTS-2, CLI-2)", async () => {
    const { env } = await testSandbox();
    const { stdout } = await runCli(["agent", "--no-tools", "--message", answer, "--json"], { env, home: auto("tagged") });
    const { payloads, meta } = JSON.parse(stdout) as {
      payloads: { text: string; mediaUrl: string | null }[];
      meta: { speech: { ok: boolean } };
    };
    expect(payloads[0]?.text).not.toContain("[[");
    expect(payloads[1]?.mediaUrl).toMatch(/speech-1\.mp3$/);
    expect(meta.speech.ok).toBe(true);
  });
});
